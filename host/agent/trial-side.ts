import type { Call } from "./call-meter.ts";
import type { TrialFigures } from "./canary-verdict.ts";

/** Times of so many calls stay, the newest. */
const keptTimes = 1_000;

/** Collects the figures of one side of a trial. */
export class TrialSide {
  readonly #millis: number[] = [];
  #answered = 0;
  #failed = 0;
  #crashed = 0;
  #spans = 0;
  #rejectedSpans = 0;

  get answered(): number {
    return this.#answered;
  }

  add({ millis, spanCount, outcomes }: Call): void {
    this.#millis[this.#answered % keptTimes] = millis;
    this.#answered += 1;
    this.#spans += spanCount;
    let rejectedSpans = 0;
    let failed = false;
    let crashed = false;
    for (const outcome of outcomes) {
      failed ||= outcome.kind === "retryable" || outcome.kind === "permanent";
      crashed ||= outcome.kind === "retryable" && outcome.crashedPlugin === true;
      if (outcome.kind === "partly-rejected") rejectedSpans = Math.max(rejectedSpans, outcome.rejectedSpans);
    }
    if (failed) this.#failed += 1;
    if (crashed) this.#crashed += 1;
    this.#rejectedSpans += Math.min(rejectedSpans, spanCount);
  }

  figures(): TrialFigures {
    const sorted = [...this.#millis].sort((a, b) => a - b);
    return {
      answered: this.#answered,
      failed: this.#failed,
      crashed: this.#crashed,
      spans: this.#spans,
      rejectedSpans: this.#rejectedSpans,
      medianMillis: sorted[sorted.length >> 1],
    };
  }
}
