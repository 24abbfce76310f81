import type { Outcome } from "../contract/index.ts";
import type { PluginCounters } from "./plugin-status.ts";

/** Counts what becomes of batches. */
export class OutcomeCounters {
  #counters = {
    batches: 0,
    spans: 0,
    accepted: 0,
    partlyRejected: 0,
    rejectedSpans: 0,
    retryable: 0,
    permanent: 0,
  };

  /** One exporter's outcome of a batch with `spanCount` spans. */
  add(outcome: Outcome, spanCount: number): void {
    this.#counters.batches += 1;
    this.#counters.spans += spanCount;
    switch (outcome.kind) {
      case "accepted":
        this.#counters.accepted += 1;
        return;
      case "partly-rejected":
        this.#counters.partlyRejected += 1;
        this.#counters.rejectedSpans += outcome.rejectedSpans;
        return;
      case "retryable":
        this.#counters.retryable += 1;
        return;
      case "permanent":
        this.#counters.permanent += 1;
        return;
      default:
        outcome satisfies never;
    }
  }

  read(): PluginCounters {
    return { ...this.#counters };
  }
}
