import type { Admission, Batch, BatchConsumer, Clock, RecentSpans } from "../../contract/index.ts";
import { RecentSpansRing } from "./recent-spans-ring.ts";
import type { SpanSelection } from "./span-tally.ts";
import { type SpanVisitor, walkSpans } from "./walk-spans.ts";
import { type SpanCounts, WatchedSpans } from "./watched-spans.ts";

export interface SpanSamplerOptions {
  /** Where every batch goes, whatever the sampler makes of it. */
  readonly next: BatchConsumer;
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
}

/** Counts the spans of one selection, until it is ended. */
export interface SpanWatch {
  /** What came since the call before. */
  take(): SpanCounts;
  end(): void;
}

/** Bytes that are walked in one second at most, for everyone who watches together: some 6 ms of the main thread. */
const bytesPerPeriod = 8 * 1024 * 1024;
const periodMillis = 1_000;
/** Of one batch, so that a large one does not hold up what waits behind it. */
const maxBytesOfBatch = 1024 * 1024;

/**
 * Looks into some of the batches that pass on their way from the receivers to the pipeline. Spans are all counted;
 * what they are is found in every batch as long as there are few, and in batches chosen at random when there are
 * many, so that the cost stays the same however many come. Nobody watches: it costs nothing.
 */
export class SpanSampler implements BatchConsumer {
  readonly #options: SpanSamplerOptions;
  readonly #watches = new Set<WatchedSpans>();
  readonly #ring: RecentSpansRing;
  #periodStartMillis = Number.NEGATIVE_INFINITY;
  /** What is walked of the bytes that pass, 0…1. */
  #share = 1;
  #passedBytes = 0;
  #walkedBytes = 0;

  constructor(options: SpanSamplerOptions) {
    this.#options = options;
    this.#ring = new RecentSpansRing(options.clock);
  }

  get recentSpans(): RecentSpans {
    return this.#ring;
  }

  watch(selection: SpanSelection): SpanWatch {
    const watched = new WatchedSpans(selection);
    this.#watches.add(watched);
    return { take: () => watched.take(), end: () => this.#watches.delete(watched) };
  }

  consume(batch: Batch): Admission | Promise<Admission> {
    if (this.#watches.size > 0 || this.#ring.isHungry) this.#pass(batch);
    return this.#options.next.consume(batch);
  }

  #pass({ spans: bytes, spanCount }: Batch): void {
    for (const watched of this.#watches) watched.pass(spanCount);
    const nowMillis = this.#options.clock.monotonic();
    if (nowMillis - this.#periodStartMillis >= periodMillis) this.#renew(nowMillis);
    const eyes = this.#watches.size + (this.#ring.isHungry ? 1 : 0);
    const cost = Math.min(bytes.length, maxBytesOfBatch) * eyes;
    this.#passedBytes += cost;
    if (this.#walkedBytes >= bytesPerPeriod || this.#options.random() >= this.#share) return;
    this.#walkedBytes += cost;
    walkSpans(bytes, maxBytesOfBatch, this.#visitorOf(bytes));
  }

  #renew(nowMillis: number): void {
    this.#periodStartMillis = nowMillis;
    this.#share = Math.min(1, bytesPerPeriod / this.#passedBytes);
    this.#passedBytes = 0;
    this.#walkedBytes = 0;
  }

  #visitorOf(bytes: Uint8Array): SpanVisitor {
    const eyes = [...this.#watches, ...(this.#ring.isHungry ? [this.#ring] : [])];
    return {
      enterResource() {
        for (const eye of eyes) eye.enterResource();
      },
      resource(start, end) {
        for (const eye of eyes) eye.resource(bytes, start, end);
      },
      span(start, end) {
        for (const eye of eyes) eye.span(bytes, start, end);
      },
    };
  }
}
