import { liftText } from "../component/host-memory";

/** @internal Bytes of an `error-code` of wasi:http@0.2.0. */
export const errorCodeBytes: usize = 32;

/** @internal The name of the `error-code` at an address. */
export function errorCodeName(at: usize): string {
  const code = load<u8>(at);
  const all = names.split(" ");
  return code < <u8>all.length ? all[code] : "unknown error " + code.toString();
}

/** @internal The text that a case carries, or "". Takes it: the host made it for us. To be called once. */
export function takeErrorDetail(at: usize): string {
  const payload = at + 8;
  switch (load<u8>(at)) {
    case 1: // DNS-error: option<string>, option<u16>
    case 31: // HTTP-response-transfer-coding: option<string>
    case 32: // HTTP-response-content-coding
    case 38: // internal-error
    case 24: // HTTP-request-trailer-size: option<string>, option<u32>
    case 27: // HTTP-response-header-size
    case 30: // HTTP-response-trailer-size
      return takeOption(payload);
    case 14: // TLS-alert-received: option<u8>, option<string>
      return takeOption(payload + 4);
    case 22: // HTTP-request-header-size: option of (option<string>, option<u32>)
      return load<u8>(payload) == 0 ? "" : takeOption(payload + 4);
    default:
      return "";
  }
}

function takeOption(at: usize): string {
  return load<u8>(at) == 0 ? "" : liftText(load<usize>(at, 4), load<usize>(at, 8));
}

/** In one text: an array would be made in every plugin, also where nothing is requested. */
const names =
  "DNS-timeout DNS-error destination-not-found destination-unavailable destination-IP-prohibited " +
  "destination-IP-unroutable connection-refused connection-terminated connection-timeout " +
  "connection-read-timeout connection-write-timeout connection-limit-reached TLS-protocol-error " +
  "TLS-certificate-error TLS-alert-received HTTP-request-denied HTTP-request-length-required " +
  "HTTP-request-body-size HTTP-request-method-invalid HTTP-request-URI-invalid " +
  "HTTP-request-URI-too-long HTTP-request-header-section-size HTTP-request-header-size " +
  "HTTP-request-trailer-section-size HTTP-request-trailer-size HTTP-response-incomplete " +
  "HTTP-response-header-section-size HTTP-response-header-size HTTP-response-body-size " +
  "HTTP-response-trailer-section-size HTTP-response-trailer-size HTTP-response-transfer-coding " +
  "HTTP-response-content-coding HTTP-response-timeout HTTP-upgrade-failed HTTP-protocol-error " +
  "loop-detected configuration-error internal-error";
