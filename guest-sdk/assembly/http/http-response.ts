import { decodeUtf8 } from "../wire/utf8";
import { HttpError } from "./http-error";
import { HttpHeaders } from "./http-headers";

/** What a server answered. All of it is copied: it stays valid. */
export class HttpResponse {
  /** @internal */
  constructor(
    readonly status: i32,
    readonly headers: HttpHeaders,
    readonly body: Uint8Array,
    /** The body was longer than `HttpRequest.maxResponseBytes`, or broke off; `body` is its beginning. */
    readonly isBodyCut: bool,
  ) {}

  /** The body as text; what is not UTF-8 becomes U+FFFD. */
  get text(): string {
    return decodeUtf8(this.body.dataStart, this.body.dataStart + this.body.length);
  }
}

/** What `HttpRequest.send` gives: one of the two is null. */
export class HttpAnswer {
  /** @internal */
  constructor(
    readonly response: HttpResponse | null,
    readonly error: HttpError | null,
  ) {}
}
