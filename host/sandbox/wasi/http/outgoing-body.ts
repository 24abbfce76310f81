import { IoError } from "../io/io-error.ts";
import { OutputStream } from "../io/output-stream.ts";
import { WasiFailure } from "../wasi-failure.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Fields } from "./fields.ts";
import type { HttpErrorCode } from "./http-error.ts";

/** Who waits for a body to be complete. */
export interface BodyListener {
  /** Gets the bytes, and has to give them back to the budget when they are sent. */
  finished(body: Uint8Array<ArrayBuffer>): void;
  /** It never will be. */
  dropped(): void;
}

/**
 * `wasi:http/types.outgoing-body`. It is collected and sent when it is finished, with its length: a guest that waits
 * for the response before it has finished its body waits until the deadline of its call.
 */
export class OutgoingBody {
  readonly #expectedBytes: number | undefined;
  readonly #budget: ByteBudget;
  #pieces: Uint8Array[] = [];
  #byteLength = 0;
  #isWritten = false;
  #listener: BodyListener | undefined;
  #state: "open" | "finished" | "dropped" = "open";

  /** @param expectedBytes what the guest's `content-length` says. */
  constructor(budget: ByteBudget, expectedBytes?: number) {
    this.#budget = budget;
    this.#expectedBytes = expectedBytes;
  }

  /** @throws WasiFailure when the stream was taken before. */
  write(): OutputStream {
    if (this.#isWritten) throw new WasiFailure(undefined);
    this.#isWritten = true;
    return new OutputStream({ write: (bytes) => this.#append(bytes) });
  }

  /** @throws WasiFailure of an HTTP error-code when the length is not the one promised, or trailers are given. */
  static finish(body: OutgoingBody, trailers: Fields | undefined): void {
    const failure = body.#refusal(trailers);
    if (failure !== undefined) {
      body[Symbol.dispose]();
      throw new WasiFailure<HttpErrorCode>(failure);
    }
    body.#state = "finished";
    body.#tell();
  }

  /** Calls the listener now or later, once. */
  whenDone(listener: BodyListener): void {
    this.#listener = listener;
    this.#tell();
  }

  /** The request is gone without having been sent. */
  abandon(): void {
    if (this.#listener !== undefined) return;
    this.#release();
  }

  [Symbol.dispose](): void {
    if (this.#state !== "open") return;
    this.#state = "dropped";
    this.#release();
    this.#tell();
  }

  #append(bytes: Uint8Array): void {
    const length = this.#byteLength + bytes.length;
    const fits = this.#state === "open" && length <= (this.#expectedBytes ?? length);
    if (!fits || !this.#budget.take(bytes.length)) {
      const code: HttpErrorCode = { tag: "HTTP-request-body-size", val: BigInt(length) };
      throw new IoError("the request's body is longer than its content-length or than the host holds", {
        http: code,
      });
    }
    this.#pieces.push(bytes);
    this.#byteLength = length;
  }

  #refusal(trailers: Fields | undefined): HttpErrorCode | undefined {
    if (trailers !== undefined && trailers.entries().length > 0) {
      return { tag: "HTTP-request-trailer-section-size", val: 0 };
    }
    if (this.#expectedBytes !== undefined && this.#expectedBytes !== this.#byteLength) {
      return { tag: "HTTP-request-body-size", val: BigInt(this.#byteLength) };
    }
    return undefined;
  }

  #tell(): void {
    const listener = this.#listener;
    if (listener === undefined || this.#state === "open") return;
    this.#listener = undefined;
    if (this.#state === "dropped") {
      listener.dropped();
      return;
    }
    const body = new Uint8Array(this.#byteLength);
    let offset = 0;
    for (const piece of this.#pieces) {
      body.set(piece, offset);
      offset += piece.length;
    }
    this.#pieces = [];
    this.#byteLength = 0;
    listener.finished(body);
  }

  #release(): void {
    this.#pieces = [];
    this.#budget.give(this.#byteLength);
    this.#byteLength = 0;
  }
}
