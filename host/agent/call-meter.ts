import type { ExporterCounters, Histogram, Outcome } from "../contract/index.ts";

/** Milliseconds: from a guest that only counts to the default export timeout and beyond. */
const boundsMillis = [
  0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
];

/** One answered call to a plugin. */
export interface Call {
  /** How long the plugin was at it; the time behind other calls does not count. */
  readonly millis: number;
  /** What was copied over to the guest: the batch, once for each trace exporter. */
  readonly bytes: number;
  readonly spanCount: number;
  readonly outcomes: readonly Outcome[];
}

/** Counts the calls of one exporter, over all the plugins that stand in for it one after the other. */
export class CallMeter {
  readonly #counts = new Array<number>(boundsMillis.length + 1).fill(0);
  readonly #outcomes = { accepted: 0, partlyRejected: 0, retryable: 0, permanent: 0 };
  #sumMillis = 0;
  #calls = 0;
  #boundaryBytes = 0;

  add({ millis, bytes, outcomes }: Call): void {
    let bucket = 0;
    while (bucket < boundsMillis.length && millis > boundsMillis[bucket]!) bucket += 1;
    this.#counts[bucket]! += 1;
    this.#sumMillis += millis;
    this.#calls += 1;
    this.#boundaryBytes += bytes;
    for (const { kind } of outcomes)
      this.#outcomes[kind === "partly-rejected" ? "partlyRejected" : kind] += 1;
  }

  callMillis(): Histogram {
    return { bounds: boundsMillis, counts: [...this.#counts], count: this.#calls, sum: this.#sumMillis };
  }

  counters(): Pick<ExporterCounters, "calls" | "boundaryBytes" | "outcomes"> {
    return { calls: this.#calls, boundaryBytes: this.#boundaryBytes, outcomes: { ...this.#outcomes } };
  }
}
