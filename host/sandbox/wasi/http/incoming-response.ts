import { InputStream } from "../io/input-stream.ts";
import { Pollable } from "../io/pollable.ts";
import { WasiFailure } from "../wasi-failure.ts";
import type { Exchange, ResponseHead } from "./exchange.ts";
import { Fields } from "./fields.ts";
import type { HttpErrorCode } from "./http-error.ts";

type Result<T, E> = { readonly tag: "ok"; readonly val: T } | { readonly tag: "err"; readonly val: E };

/** `wasi:http/types.future-incoming-response`. */
export class FutureIncomingResponse {
  readonly #exchange: Exchange;
  #isTaken = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  subscribe(): Pollable {
    return this.#exchange.subscribeToHead();
  }

  /** Undefined while nothing is known; the outer `err` when it was taken before. */
  get(): Result<Result<IncomingResponse, HttpErrorCode>, undefined> | undefined {
    if (this.#isTaken) return { tag: "err", val: undefined };
    const head = this.#exchange.head();
    if (head === undefined) return undefined;
    this.#isTaken = true;
    if ("tag" in head) return { tag: "ok", val: { tag: "err", val: head } };
    return { tag: "ok", val: { tag: "ok", val: new IncomingResponse(this.#exchange, head) } };
  }

  [Symbol.dispose](): void {
    if (!this.#isTaken) this.#exchange.cancel();
  }
}

/** `wasi:http/types.incoming-response`. */
export class IncomingResponse {
  readonly #exchange: Exchange;
  readonly #head: ResponseHead;
  #isConsumed = false;

  constructor(exchange: Exchange, head: ResponseHead) {
    this.#exchange = exchange;
    this.#head = head;
  }

  status(): number {
    return this.#head.status;
  }

  headers(): Fields {
    return Fields.received(this.#head.headers);
  }

  consume(): IncomingBody {
    if (this.#isConsumed) throw new WasiFailure(undefined);
    this.#isConsumed = true;
    return new IncomingBody(this.#exchange);
  }

  [Symbol.dispose](): void {
    if (!this.#isConsumed) this.#exchange.cancel();
  }
}

/** `wasi:http/types.incoming-body`. Read as it comes; nothing is held but one piece. */
export class IncomingBody {
  readonly #exchange: Exchange;
  #isStreamed = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  stream(): InputStream {
    if (this.#isStreamed) throw new WasiFailure(undefined);
    this.#isStreamed = true;
    return new InputStream({
      read: (maxBytes) => this.#exchange.read(maxBytes),
      subscribe: () => this.#exchange.subscribeToBody(),
    });
  }

  /** Ends the body; what was not read is not waited for. */
  static finish(body: IncomingBody): FutureTrailers {
    body.#exchange.cancel();
    return new FutureTrailers();
  }

  [Symbol.dispose](): void {
    this.#exchange.cancel();
  }
}

/** `wasi:http/types.future-trailers`: at hand at once, and always none. */
export class FutureTrailers {
  #isTaken = false;

  subscribe(): Pollable {
    return new Pollable();
  }

  get(): Result<Result<undefined, HttpErrorCode>, undefined> {
    if (this.#isTaken) return { tag: "err", val: undefined };
    this.#isTaken = true;
    return { tag: "ok", val: { tag: "ok", val: undefined } };
  }

  [Symbol.dispose](): void {}
}
