import type { Admission, Batch, BatchConsumer, Clock, Logger, Service, Timer } from "../contract/index.ts";

export interface MemoryLimiterOptions {
  /** Where batches go while there is memory. */
  readonly next: BatchConsumer;
  /** Resident memory of the process that is not to be passed. */
  readonly limitBytes: number;
  /** Batches are refused from `limitBytes - spikeBytes` on: what may still come in between two looks. */
  readonly spikeBytes: number;
  readonly checkIntervalMillis: number;
  /** Resident memory of the process now. */
  readonly residentBytes: () => number;
  /** Frees what can be freed: memory that nobody refers to any more counts as resident until then. */
  readonly collectGarbage: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Stands before the pipeline and refuses batches while the process holds too much memory, so that senders keep them.
 * The limit and the spike are those of the OpenTelemetry Collector's `memory_limiter`.
 */
export class MemoryLimiter implements BatchConsumer, Service {
  readonly #options: MemoryLimiterOptions;
  #refusing = false;
  #refusedSpans = 0;
  #admittedBytes = 0;
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
    const { checkIntervalMillis, next } = this.#options;
    // What was let in since the last look is not in that look's figure.
    if (this.#refusing || this.#admittedBytes + batch.spans.length > this.#roomBytes) {
      this.#refusedSpans += batch.spanCount;
      return {
        kind: "refused",
        message: "the agent is short of memory",
        retryAfterMillis: checkIntervalMillis,
      };
    }
    this.#admittedBytes += batch.spans.length;
    return next.consume(batch);
  }

  #look(): void {
    const { limitBytes, spikeBytes, residentBytes, collectGarbage, clock, checkIntervalMillis } =
      this.#options;
    const softLimitBytes = limitBytes - spikeBytes;
    let bytes = residentBytes();
    if (bytes > softLimitBytes) {
      collectGarbage();
      bytes = residentBytes();
    }
    this.#tell(bytes > softLimitBytes, bytes);
    this.#admittedBytes = 0;
    this.#roomBytes = limitBytes - bytes;
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
