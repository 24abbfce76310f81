import { decodeUtf8 } from "../wire/utf8";
import { HttpError } from "./http-error";
import { HttpHeaders } from "./http-headers";

/** What a server answered. All of it is copied: it stays valid. */
export class HttpResponse {
  /** @internal */
  constructor(
    /** 200 and so on. Every answer is a response, whatever its status. */
    readonly status: i32,
    /** The answer's headers, with names in lower case. */
    readonly headers: HttpHeaders,
    /** The body as it came: what is compressed is not unpacked. */
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
    /** What the server answered. */
    readonly response: HttpResponse | null,
    /** Why there is no answer. */
    readonly error: HttpError | null,
  ) {}
}
