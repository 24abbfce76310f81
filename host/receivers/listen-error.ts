import { type Endpoint, formatEndpoint, SpandockError } from "../contract/index.ts";

export interface ListenErrorOptions {
  /** `OTLP/HTTP receiver` */
  readonly receiver: string;
  /** The config's key of its endpoint. */
  readonly key: string;
  readonly endpoint: Endpoint;
  readonly cause: NodeJS.ErrnoException;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is taken",
  EACCES: "this user may not listen there",
  EADDRNOTAVAIL: "the address is none of this machine's",
  ENOTFOUND: "the host name has no address",
};

/** LISTEN_FAILED that names the endpoint, the reason, and the key to change. */
export function listenError({ receiver, key, endpoint, cause }: ListenErrorOptions): SpandockError {
  const code = cause.code ?? "";
  const reason = reasons[code] === undefined ? cause.message : `${reasons[code]} (${code})`;
  return new SpandockError("LISTEN_FAILED", {
    message: `${receiver} can't listen on ${formatEndpoint(endpoint)}: ${reason}`,
    fix:
      code === "EADDRINUSE"
        ? `End the program that holds port ${endpoint.port}, or write another address at ${key}.`
        : `Write another address at ${key}.`,
    cause,
  });
}
