import { IoError } from "../io/io-error.ts";
import { OutputStream } from "../io/output-stream.ts";
import { WasiFailure } from "../wasi-failure.ts";
import { BodyBytes, type BodyMemory } from "./body-bytes.ts";
import type { Fields } from "./fields.ts";
import type { HttpErrorCode } from "./http-error.ts";

/** Who waits for a body to be complete. */
export interface BodyListener {
  /** Gets the body, and has to release it when it is sent or never will be. */
  finished(body: BodyBytes): void;
  /** It never will be. */
  dropped(): void;
}

/**
 * `wasi:http/types.outgoing-body`. It is collected and sent when it is finished, with its length: a guest that waits
 * for the response before it has finished its body waits until the deadline of its call.
 */
export class OutgoingBody {
  readonly #expectedBytes: number | undefined;
  readonly #bytes: BodyBytes;
  #isWritten = false;
  #listener: BodyListener | undefined;
  #state: "open" | "finished" | "dropped" = "open";

  /** @param expectedBytes what the guest's `content-length` says. */
  constructor(memory: BodyMemory, expectedBytes?: number) {
    this.#bytes = new BodyBytes(memory);
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
    const length = this.#bytes.byteLength + bytes.length;
    const fits = this.#state === "open" && length <= (this.#expectedBytes ?? length);
    if (fits && this.#bytes.append(bytes)) return;
    throw new IoError("the request's body is longer than its content-length or than the host holds", {
      http: { tag: "HTTP-request-body-size", val: BigInt(length) },
    });
  }

  #refusal(trailers: Fields | undefined): HttpErrorCode | undefined {
    if (trailers !== undefined && trailers.entries().length > 0) {
      return { tag: "HTTP-request-trailer-section-size", val: 0 };
    }
    if (this.#expectedBytes !== undefined && this.#expectedBytes !== this.#bytes.byteLength) {
      return { tag: "HTTP-request-body-size", val: BigInt(this.#bytes.byteLength) };
    }
    return undefined;
  }

  #tell(): void {
    const listener = this.#listener;
    if (listener === undefined || this.#state === "open") return;
    this.#listener = undefined;
    if (this.#state === "dropped") listener.dropped();
    else listener.finished(this.#bytes);
  }

  #release(): void {
    this.#bytes.release({ isSent: false });
  }
}
