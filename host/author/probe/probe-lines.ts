import type { LogLevel } from "../../contract/index.ts";
import { guestText } from "../../sandbox/index.ts";
import type { ProbeLine } from "./messages.ts";

const maxLineBytes = 8 * 1024;
/** More lines of one call are only counted: an exporter may log every span. */
const maxLinesPerCall = 100;

/** Keeps some of what a guest logs in one call; every line is searched for the marker. */
export class ProbeLines {
  readonly #marker: string;
  #lines: ProbeLine[] = [];
  #dropped = 0;
  #lastWords: string | undefined;

  constructor(marker: string) {
    this.#marker = marker;
  }

  add(level: LogLevel, message: string, fields: readonly (readonly [string, string])[] = []): void {
    const whole = [message, ...fields.map(([key, value]) => `${key}=${value}`)].join(" ");
    const hasMarker = whole.includes(this.#marker);
    if (level === "critical") this.#lastWords = guestText(whole, maxLineBytes);
    const isFull = this.#lines.length === maxLinesPerCall;
    if (isFull) this.#dropped += 1;
    // The first that tells too much is kept, however late it comes.
    const isFirstMarked = hasMarker && !this.#lines.some((kept) => kept.hasMarker);
    if (isFull && !isFirstMarked) return;
    if (isFull) this.#lines.pop();
    this.#lines.push({ level, text: guestText(whole, maxLineBytes), hasMarker });
  }

  /** The last `critical` line since `take`. */
  get lastWords(): string | undefined {
    return this.#lastWords;
  }

  /** What came since the last time; undefined when nothing did. */
  take(): { readonly lines: readonly ProbeLine[]; readonly dropped: number } | undefined {
    const taken = { lines: this.#lines, dropped: this.#dropped };
    this.#lines = [];
    this.#dropped = 0;
    this.#lastWords = undefined;
    return taken.lines.length === 0 ? undefined : taken;
  }
}
