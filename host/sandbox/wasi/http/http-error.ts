/** `wasi:http/types.error-code`, the cases that this host gives. */
export type HttpErrorCode =
  | { readonly tag: "DNS-timeout" | "destination-IP-prohibited" | "destination-IP-unroutable" }
  | { readonly tag: "DNS-error"; readonly val: { readonly rcode: string; readonly infoCode: undefined } }
  | { readonly tag: "connection-refused" | "connection-terminated" | "connection-limit-reached" }
  | { readonly tag: "connection-timeout" | "connection-read-timeout" | "HTTP-response-timeout" }
  | { readonly tag: "TLS-protocol-error" | "TLS-certificate-error" }
  | { readonly tag: "HTTP-request-denied" | "HTTP-request-method-invalid" | "HTTP-request-URI-invalid" }
  | { readonly tag: "HTTP-request-body-size"; readonly val: bigint }
  | { readonly tag: "HTTP-request-trailer-section-size"; readonly val: number }
  | { readonly tag: "HTTP-response-header-section-size"; readonly val: undefined }
  | { readonly tag: "HTTP-response-incomplete" | "HTTP-protocol-error" | "HTTP-upgrade-failed" }
  | { readonly tag: "internal-error"; readonly val: string };

type Mapped = Exclude<HttpErrorCode, { readonly val: unknown }>["tag"];

/** What the system calls and Node's parsers name their errors. */
const codeByName: Readonly<Record<string, Mapped>> = {
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-terminated",
  ECONNABORTED: "connection-terminated",
  EPIPE: "connection-terminated",
  ETIMEDOUT: "connection-timeout",
  ETIMEOUT: "DNS-timeout",
  EHOSTUNREACH: "destination-IP-unroutable",
  ENETUNREACH: "destination-IP-unroutable",
  EADDRNOTAVAIL: "destination-IP-unroutable",
  EPROTO: "TLS-protocol-error",
};

const dnsErrors = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "ENODATA", "ESERVFAIL", "EREFUSED"]);
const certificateErrors = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|CRL_)/;

/** The code for an error of `node:http` or below. Only its name goes into a text: messages hold addresses and paths. */
export function httpErrorOf(error: unknown): HttpErrorCode {
  const name = String((error as NodeJS.ErrnoException).code ?? "unknown");
  const mapped = codeByName[name];
  if (mapped !== undefined) return { tag: mapped };
  if (dnsErrors.has(name)) return { tag: "DNS-error", val: { rcode: name, infoCode: undefined } };
  if (certificateErrors.test(name)) return { tag: "TLS-certificate-error" };
  if (name.startsWith("ERR_SSL_") || name.startsWith("ERR_TLS_")) return { tag: "TLS-protocol-error" };
  if (name === "HPE_HEADER_OVERFLOW") return { tag: "HTTP-response-header-section-size", val: undefined };
  if (name.startsWith("HPE_")) return { tag: "HTTP-protocol-error" };
  return { tag: "internal-error", val: name };
}
