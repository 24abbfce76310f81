import { closeSync, openSync, readFileSync, readSync, statSync, truncateSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import type { Outlet } from "./peer-sides.ts";
import { spansInLines } from "./spans-in.ts";

/** The Collector writes out the rest of its buffer once a second. */
const patienceMillis = 10_000;
const settledMillis = 250;

/**
 * Counts bodies in a file that takes each as one line of JSON, always of the same length, and empties it each time:
 * a minute of load would be tens of gigabytes.
 */
export class SpansFile implements Outlet {
  readonly #path: string;
  readonly #spanCount: number;
  #bytesPerBody = 0;

  constructor(path: string, spanCount: number) {
    this.#path = path;
    this.#spanCount = spanCount;
  }

  /**
   * Learns how long a line is from the one body that was sent so far, and empties the file.
   *
   * @throws Error when the line holds another number of spans than that body
   */
  async learn(): Promise<void> {
    await this.#until((size) => size > 0 && this.#endsLine(size));
    const spans = spansInLines(readFileSync(this.#path, "utf8"));
    if (spans !== this.#spanCount) {
      throw new Error(`${this.#path}: ${spans} spans of a body of ${this.#spanCount}`);
    }
    this.#bytesPerBody = statSync(this.#path).size;
    truncateSync(this.#path);
  }

  async bodiesSinceLast(answered: number): Promise<number> {
    const unit = this.#bytesPerBody;
    const size = await this.#until((bytes) => bytes >= answered * unit && bytes % unit === 0);
    truncateSync(this.#path);
    return size / unit;
  }

  /** The file's size once it is as wanted, and stays so for a while. */
  async #until(isWanted: (size: number) => boolean): Promise<number> {
    const end = performance.now() + patienceMillis;
    let before = -1;
    for (;;) {
      const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
      if (size === before && isWanted(size)) return size;
      if (performance.now() > end)
        throw new Error(
          `${this.#path}: ${size} bytes, which is not what was sent (${this.#bytesPerBody} a body)`,
        );
      before = size;
      await after(settledMillis);
    }
  }

  #endsLine(size: number): boolean {
    const file = openSync(this.#path, "r");
    const last = Buffer.alloc(1);
    readSync(file, last, 0, 1, size - 1);
    closeSync(file);
    return last[0] === 0x0a;
  }
}
