import type { InputStream } from "./input-stream.ts";
import { Pollable } from "./pollable.ts";
import { asStreamFailure, streamClosed } from "./stream-failure.ts";

/** Where the bytes of an output stream go. */
export interface OutputSink {
  /** Takes all of `bytes` before it returns; they are the guest's memory, and no longer theirs afterwards. An `IoError` that it throws goes to the guest. */
  write(bytes: Uint8Array): void;
  readonly close?: () => void;
}

/** What `check-write` permits. More is taken too: every sink is blocking, and the bytes are in memory already. */
const permittedBytes = 1024 * 1024;

/** `wasi:io/streams.output-stream`. Every write is done when it returns, so a flush has nothing to do. */
export class OutputStream {
  readonly #sink: OutputSink;
  #closed = false;

  constructor(sink: OutputSink) {
    this.#sink = sink;
  }

  checkWrite(): bigint {
    if (this.#closed) throw streamClosed();
    return BigInt(permittedBytes);
  }

  write(contents: Uint8Array): void {
    if (this.#closed) throw streamClosed();
    try {
      this.#sink.write(contents);
    } catch (thrown) {
      this.#closed = true;
      throw asStreamFailure(thrown);
    }
  }

  blockingWriteAndFlush(contents: Uint8Array): void {
    this.write(contents);
  }

  flush(): void {
    if (this.#closed) throw streamClosed();
  }

  blockingFlush(): void {
    this.flush();
  }

  writeZeroes(length: bigint): void {
    if (length > BigInt(permittedBytes))
      throw new Error(`write-zeroes of ${length} bytes, more than permitted`);
    this.write(new Uint8Array(Number(length)));
  }

  blockingWriteZeroesAndFlush(length: bigint): void {
    this.writeZeroes(length);
  }

  splice(source: InputStream, length: bigint): bigint {
    if (this.#closed) throw streamClosed();
    const bytes = source.read(length);
    this.write(bytes);
    return BigInt(bytes.length);
  }

  blockingSplice(source: InputStream, length: bigint): bigint {
    if (this.#closed) throw streamClosed();
    const bytes = source.blockingRead(length);
    this.write(bytes);
    return BigInt(bytes.length);
  }

  subscribe(): Pollable {
    return new Pollable();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#sink.close?.();
  }
}
