import { IoError } from "../io/io-error.ts";
import { Pollable } from "../io/pollable.ts";
import type { WakeSignal } from "../io/wake-signal.ts";
import type { FromNetwork, HttpRequest, ToNetwork, WithoutId } from "./exchange-messages.ts";
import type { HttpErrorCode } from "./http-error.ts";

export interface ExchangeOptions {
  /** Takes in what the network has sent. */
  readonly pump: () => void;
  readonly send: (message: WithoutId<ToNetwork>) => void;
  /** It is over. */
  readonly forget: () => void;
  readonly signal: WakeSignal;
}

/** A response's first half. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** One request as the plugin's thread sees it. */
export class Exchange {
  readonly #options: ExchangeOptions;
  #head: ResponseHead | undefined;
  #piece: Uint8Array | undefined;
  #isSent = false;
  #isPulling = false;
  #outcome: "ended" | HttpErrorCode | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  /** Nothing more will come from the network. */
  get isOver(): boolean {
    return this.#outcome !== undefined;
  }

  /** Sends the request, once. */
  send(request: HttpRequest): void {
    this.#isSent = true;
    this.#options.send({ kind: "request", request });
  }

  /** The response, or why there is none; undefined while neither is known. */
  head(): ResponseHead | HttpErrorCode | undefined {
    this.#options.pump();
    if (this.#head !== undefined) return this.#head;
    return this.#outcome === "ended" ? undefined : this.#outcome;
  }

  /**
   * Bytes of the response's body, an empty array when none are there yet, undefined at the end.
   *
   * @throws IoError with the code, when the response broke off.
   */
  read(maxBytes: number): Uint8Array | undefined {
    if (!this.#hasNews()) return new Uint8Array(0);
    if (this.#piece !== undefined) {
      const piece = this.#piece;
      this.#piece = piece.length > maxBytes ? piece.subarray(maxBytes) : undefined;
      return piece.slice(0, maxBytes);
    }
    this.#options.forget();
    const outcome = this.#outcome;
    if (outcome === "ended" || outcome === undefined) return undefined;
    throw new IoError(outcome.tag, { http: outcome });
  }

  /** Ready when `read` gives bytes, the end, or an error. */
  subscribeToBody(): Pollable {
    return this.#pollable(() => this.#hasNews());
  }

  /** Ready when `head` is known. */
  subscribeToHead(): Pollable {
    return this.#pollable(() => this.head() !== undefined);
  }

  /** Nobody wants what is still to come. */
  cancel(): void {
    if (this.#isSent && this.#outcome === undefined) this.#options.send({ kind: "cancel" });
    this.fail({ tag: "connection-terminated" });
  }

  /** Ends it here, whatever the network does. */
  fail(code: HttpErrorCode): void {
    this.#outcome ??= code;
    this.#options.forget();
  }

  /** Takes a message from the network. */
  receive(message: FromNetwork): void {
    if (message.kind === "response") {
      this.#head = { status: message.status, headers: message.headers };
      if (message.bytes.length > 0) this.#piece = message.bytes;
      if (message.isWhole) this.#outcome = "ended";
    }
    if (message.kind === "data") {
      this.#piece = message.bytes;
      this.#isPulling = false;
    }
    // It counts until the guest has seen the end or lets go of it: what is here is held for it.
    if (message.kind === "end") this.#outcome = "ended";
    if (message.kind === "failed") this.fail(message.code);
  }

  #hasNews(): boolean {
    this.#options.pump();
    if (this.#piece !== undefined || this.#outcome !== undefined) return true;
    if (!this.#isPulling) this.#options.send({ kind: "pull" });
    this.#isPulling = true;
    return false;
  }

  #pollable(ready: () => boolean): Pollable {
    return new Pollable({ ready, remainingMillis: () => Number.POSITIVE_INFINITY }, this.#options.signal);
  }
}
