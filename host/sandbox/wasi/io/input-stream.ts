import { Pollable } from "./pollable.ts";
import { asStreamFailure, streamClosed } from "./stream-failure.ts";

/** Where the bytes of an input stream come from. */
export interface InputSource {
  /**
   * Gives between 1 and `maxBytes` bytes, which then belong to the caller; an empty array when none are there yet;
   * undefined at the end. An `IoError` that it throws goes to the guest.
   */
  read(maxBytes: number): Uint8Array | undefined;
  /** Ready when `read` gives bytes or the end. Absent: it always does. */
  readonly subscribe?: () => Pollable;
  readonly close?: () => void;
}

/** Most bytes that one read gives, so that a guest can't make the host hold more. */
const maxReadBytes = 1024 * 1024;

/** `wasi:io/streams.input-stream`. */
export class InputStream {
  readonly #source: InputSource;
  #closed = false;

  constructor(source: InputSource) {
    this.#source = source;
  }

  read(length: bigint): Uint8Array {
    if (this.#closed) throw streamClosed();
    const maxBytes = Number(length < BigInt(maxReadBytes) ? length : BigInt(maxReadBytes));
    if (maxBytes === 0) return new Uint8Array(0);
    try {
      const bytes = this.#source.read(maxBytes);
      if (bytes === undefined) throw streamClosed();
      return bytes;
    } catch (thrown) {
      this.#closed = true;
      throw asStreamFailure(thrown);
    }
  }

  blockingRead(length: bigint): Uint8Array {
    for (;;) {
      const bytes = this.read(length);
      if (bytes.length > 0 || length === 0n) return bytes;
      this.subscribe().block();
    }
  }

  skip(length: bigint): bigint {
    return BigInt(this.read(length).length);
  }

  blockingSkip(length: bigint): bigint {
    return BigInt(this.blockingRead(length).length);
  }

  subscribe(): Pollable {
    return (this.#closed ? undefined : this.#source.subscribe?.()) ?? new Pollable();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#source.close?.();
  }
}
