import type { BatchConsumer, Clock, Logger, Timer } from "../../contract/index.ts";
import { encodeOwnSpans } from "./encode-own-spans.ts";
import type { OwnSpan } from "./own-span.ts";

export interface OwnSpanBufferOptions {
  /** Where own batches go: behind whatever traces or counts what comes in. */
  readonly sink: BatchConsumer;
  /** The agent's. */
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const maxSpansOfBatch = 512;
const flushIntervalMillis = 5_000;
/** While a full queue makes the flush wait, so many more are kept. */
const maxSpans = 2_048;
const tellIntervalMillis = 60_000;

/** Collects own spans, and sends them on in batches. Own spans give way: what the pipeline refuses is dropped. */
export class OwnSpanBuffer {
  readonly #options: OwnSpanBufferOptions;
  #spans: OwnSpan[] = [];
  #timer: Timer | undefined;
  #flushing: Promise<void> | undefined;
  #dropped = 0;
  #toldAtMillis = Number.NEGATIVE_INFINITY;

  constructor(options: OwnSpanBufferOptions) {
    this.#options = options;
  }

  add(span: OwnSpan): void {
    if (this.#spans.length >= maxSpans) {
      this.#drop(1, "too many wait");
      return;
    }
    this.#spans.push(span);
    if (this.#spans.length >= maxSpansOfBatch) void this.flush();
    else this.#timer ??= this.#options.clock.after(flushIntervalMillis, () => void this.flush());
  }

  /** Resolves when the pipeline has answered for all that was there. */
  flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#flushing ??= this.#send().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #send(): Promise<void> {
    const { sink, version } = this.#options;
    while (this.#spans.length > 0) {
      const spans = this.#spans.splice(0, maxSpansOfBatch);
      const admission = await sink.consume(encodeOwnSpans(spans, version));
      if (admission.kind !== "queued") this.#drop(spans.length, admission.message);
    }
  }

  #drop(count: number, reason: string): void {
    this.#dropped += count;
    const { logger, clock } = this.#options;
    const nowMillis = clock.monotonic();
    if (nowMillis - this.#toldAtMillis < tellIntervalMillis) return;
    this.#toldAtMillis = nowMillis;
    logger.log("warn", "spans of the agent's own traces were dropped", { spans: this.#dropped, reason });
    this.#dropped = 0;
  }
}
