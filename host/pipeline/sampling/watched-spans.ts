import { type SpanSelection, SpanTally } from "./span-tally.ts";

/** What came in between two looks. */
export interface SpanCounts {
  /** All spans, exactly, whether they fit the selection or not. */
  readonly spans: number;
  /** Those that fit, and of these the ones with an error status; an estimate when not all were looked at. */
  readonly matched: number;
  readonly errors: number;
}

/** Extrapolates from the spans that were looked at to all that passed. */
export class WatchedSpans {
  readonly #tally: SpanTally;
  #passed = 0;
  #walked = 0;

  constructor(selection: SpanSelection) {
    this.#tally = new SpanTally(selection);
  }

  pass(spanCount: number): void {
    this.#passed += spanCount;
  }

  enterResource(): void {
    this.#tally.enterResource();
  }

  resource(bytes: Uint8Array, start: number, end: number): void {
    this.#tally.resource(bytes, start, end);
  }

  span(bytes: Uint8Array, start: number, end: number): void {
    this.#walked += 1;
    this.#tally.span(bytes, start, end);
  }

  /** Spans of which none was looked at are told of later, with the next that are. */
  take(): SpanCounts {
    if (this.#walked === 0) return { spans: 0, matched: 0, errors: 0 };
    const tally = this.#tally;
    const factor = this.#passed / this.#walked;
    const counts = { spans: this.#passed, matched: tally.matched * factor, errors: tally.errors * factor };
    this.#passed = 0;
    this.#walked = 0;
    tally.matched = 0;
    tally.errors = 0;
    return counts;
  }
}
