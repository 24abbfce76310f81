import type { OutputSink } from "./io/output-stream.ts";

/** Longest line that is passed on, in bytes; the rest of it is dropped. */
const maxLineBytes = 8 * 1024;
const newline = 10;

/**
 * Cuts what a guest prints into lines. Holds at most `maxLineBytes`. Bytes that are not UTF-8 come out as U+FFFD, an
 * empty line is not passed on.
 */
export class LineSink implements OutputSink {
  readonly #onLine: (text: string) => void;
  readonly #line = new Uint8Array(maxLineBytes);
  #length = 0;

  constructor(onLine: (text: string) => void) {
    this.#onLine = onLine;
  }

  write(bytes: Uint8Array): void {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      this.#append(bytes.subarray(start, end));
      this.flush();
      start = end + 1;
    }
    this.#append(bytes.subarray(start));
  }

  /** Passes on what stands in the line so far. */
  flush(): void {
    const length = this.#line[this.#length - 1] === 13 ? this.#length - 1 : this.#length;
    this.#length = 0;
    if (length > 0) this.#onLine(new TextDecoder().decode(this.#line.subarray(0, length)));
  }

  #append(bytes: Uint8Array): void {
    const taken = bytes.subarray(0, maxLineBytes - this.#length);
    this.#line.set(taken, this.#length);
    this.#length += taken.length;
  }
}
