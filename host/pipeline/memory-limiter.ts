import type { Admission, Batch, BatchConsumer, Clock, Logger, Service, Timer } from "../contract/index.ts";

export interface MemoryLimiterOptions {
  /** Where batches go while there is memory. */
  readonly next: BatchConsumer;
  /** Resident memory of the process that is not to be passed. */
  readonly limitBytes: number;
  /**
   * Batches are refused from `limitBytes - spikeBytes` on. The rest is for what is no queued batch: bodies that are
   * being read, and refused ones until they are freed.
   */
  readonly spikeBytes: number;
  readonly checkIntervalMillis: number;
  /** Resident memory of the process now. */
  readonly residentBytes: () => number;
  /** Frees what can be freed: memory that nobody refers to any more counts as resident until then. */
  readonly collectGarbage: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The part of the spike that refused batches may take before their memory is freed. */
const refusedShareOfSpike = 4;

/**
 * Stands before the pipeline and refuses batches while the process holds too much memory, so that senders keep them.
 * The limit and the spike are those of the OpenTelemetry Collector's `memory_limiter`.
 */
export class MemoryLimiter implements BatchConsumer, Service {
  readonly #options: MemoryLimiterOptions;
  #refusing = false;
  #refusedSpans = 0;
  #admittedBytes = 0;
  /** Of refused batches that no collection has freed yet. */
  #refusedBytes = 0;
  #roomBytes = Number.POSITIVE_INFINITY;
  #timer: Timer | undefined;

  constructor(options: MemoryLimiterOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
  }

  consume(batch: Batch): Admission | Promise<Admission> {
    // What was let in since the last look is not in that look's figure.
    if (this.#refusing || this.#admittedBytes + batch.spans.length > this.#roomBytes)
      return this.#refuse(batch);
    this.#admittedBytes += batch.spans.length;
    return this.#options.next.consume(batch);
  }

  #refuse({ spans, spanCount }: Batch): Admission {
    const { spikeBytes, checkIntervalMillis, collectGarbage } = this.#options;
    this.#refusedSpans += spanCount;
    this.#refusedBytes += spans.length;
    // V8 is in no hurry with memory outside its heap: senders that don't give way would fill the rest with bodies
    // that nobody holds.
    if (this.#refusedBytes > spikeBytes / refusedShareOfSpike) {
      collectGarbage();
      this.#refusedBytes = 0;
    }
    return {
      kind: "refused",
      message: "the agent is short of memory",
      retryAfterMillis: checkIntervalMillis,
    };
  }

  #look(): void {
    const { limitBytes, spikeBytes, residentBytes, collectGarbage, clock, checkIntervalMillis } =
      this.#options;
    const softLimitBytes = limitBytes - spikeBytes;
    let bytes = residentBytes();
    if (bytes > softLimitBytes) {
      collectGarbage();
      this.#refusedBytes = 0;
      bytes = residentBytes();
    }
    this.#tell(bytes > softLimitBytes, bytes);
    this.#admittedBytes = 0;
    this.#roomBytes = softLimitBytes - bytes;
    this.#timer = clock.after(checkIntervalMillis, () => this.#look());
  }

  #tell(refuses: boolean, residentBytes: number): void {
    const { logger, limitBytes, spikeBytes } = this.#options;
    if (refuses && !this.#refusing) {
      logger.log("warn", "short of memory: spans are refused until it is freed", {
        residentBytes,
        limitBytes,
        spikeBytes,
      });
    } else if (!refuses && this.#refusing) {
      logger.log("info", "memory was freed: spans are taken again", {
        residentBytes,
        refusedSpans: this.#refusedSpans,
      });
      this.#refusedSpans = 0;
    }
    this.#refusing = refuses;
  }
}
