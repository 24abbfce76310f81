import type { ClientRequest } from "node:http";
import { BodyBuffer } from "./body-buffer.ts";
import type { HttpRequest } from "./exchange-messages.ts";

/**
 * The body of a request in the network's thread. It is handed to the system where it lies, and its memory is freed, once,
 * when nobody reads it any more: when the system has taken all of it and the response has begun, so that no retry asks
 * for it again, or else when the connection is closed. From then on it is another request's.
 */
export class SentBody {
  #buffer: BodyBuffer | undefined;
  readonly #byteLength: number;
  /** The connection that it was last written to. */
  #sent: ClientRequest | undefined;
  #isTaken = false;
  #isAnswered = false;

  constructor({ body, bodyByteLength }: HttpRequest) {
    this.#buffer = body === undefined ? undefined : new BodyBuffer(body);
    this.#byteLength = bodyByteLength;
  }

  /** Writes it, for the first time or again, and ends the request. */
  writeTo(sent: ClientRequest): void {
    this.#sent = sent;
    this.#isTaken = false;
    if (this.#buffer === undefined) {
      sent.end();
      return;
    }
    sent.on("finish", () => {
      this.#isTaken = this.#sent === sent;
      this.#freeWhenDone();
    });
    sent.on("close", () => {
      if (this.#sent === sent) this.#free();
    });
    sent.end(this.#buffer.bytes(this.#byteLength));
  }

  /** The response has begun. */
  answered(): void {
    this.#isAnswered = true;
    this.#freeWhenDone();
  }

  /** No more requests follow; one that was never made closes no connection. */
  end(): void {
    if (this.#sent === undefined) this.#free();
  }

  #freeWhenDone(): void {
    if (this.#isTaken && this.#isAnswered) this.#free();
  }

  #free(): void {
    this.#buffer?.free();
    this.#buffer = undefined;
  }
}
