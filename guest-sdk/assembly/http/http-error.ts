import { HttpUrl } from "./http-url";

/** Why there is no response, as a value. */
export class HttpError {
  /** @internal */
  constructor(
    /** Where the request was to go. */
    readonly url: HttpUrl,
    /** The error code of `wasi:http`, for example `connection-refused`, `DNS-error`, `HTTP-request-denied`. */
    readonly code: string,
    /** What the host tells beside the code, or what may help; or "". */
    readonly detail: string,
  ) {}

  /** Whether the config does not grant the host to this plugin. */
  get isDenied(): bool {
    return this.code == "HTTP-request-denied";
  }

  /** Whether the same request can never be sent, by anyone's waiting. */
  get isPermanent(): bool {
    return (
      this.code.startsWith("HTTP-request-") ||
      this.code == "destination-IP-prohibited" ||
      this.code == "configuration-error"
    );
  }

  /** Names scheme, host and port, no more of the URL, since the rest may hold secrets. */
  toString(): string {
    const what = this.isPermanent ? "can't send to " : "can't reach ";
    const text = what + this.url.origin + ": " + this.code;
    const detail = this.isDenied
      ? 'grant it with permissions: { http: ["' + this.url.origin + '"] }'
      : this.detail;
    return detail.length == 0 ? text : text + " (" + detail + ")";
  }
}
