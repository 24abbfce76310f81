import type { BatchOptions, Clock, Timer } from "../../contract/index.ts";
import type { Entry } from "../entry.ts";
import type { RingBuffer } from "../ring-buffer.ts";

export interface BatchFormerOptions {
  /** The entries not yet on their way, oldest first. The former takes from it, others add to it. */
  readonly waiting: RingBuffer<Entry>;
  /** Without it every entry goes by itself, at once. */
  readonly batch?: BatchOptions | undefined;
  readonly clock: Clock;
  /** Called when a group has become ready by the passing of time. */
  readonly onReady: () => void;
}

/**
 * Decides which waiting entries go to the plugin together: as soon as they hold `sendBatchSize` spans, or when the
 * oldest has waited `timeoutMillis`. A group grows by whole entries and stays within `sendBatchMaxSize`; an entry
 * that is larger by itself makes a group alone, which the caller cuts.
 */
export class BatchFormer {
  readonly #options: BatchFormerOptions;
  #batch: BatchOptions | undefined;
  #waitingSpans = 0;
  #timer: Timer | undefined;

  constructor(options: BatchFormerOptions) {
    this.#options = options;
    this.#batch = options.batch;
  }

  /** Groups by other sizes from now on. */
  configure(batch: BatchOptions | undefined): void {
    this.stop();
    this.#batch = batch;
  }

  add(entry: Entry): void {
    this.#waitingSpans += entry.spanCount;
    this.#options.waiting.push(entry);
  }

  /** The next group that is ready; with `flush` whatever waits is ready. Undefined = nothing is. */
  next(flush: boolean): Entry[] | undefined {
    const { waiting } = this.#options;
    const batch = this.#batch;
    const oldest = waiting.peek();
    if (oldest === undefined) return undefined;
    if (batch === undefined) return [this.#take()];
    const waitMillis = this.#untilReady(oldest, batch);
    if (waitMillis > 0 && !flush) {
      this.#wake(waitMillis);
      return undefined;
    }
    return this.#group(batch);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #untilReady(oldest: Entry, { sendBatchSize, timeoutMillis }: BatchOptions): number {
    if (this.#waitingSpans >= sendBatchSize || oldest.settled !== undefined) return 0;
    return oldest.queuedAtMillis + timeoutMillis - this.#options.clock.monotonic();
  }

  #group({ sendBatchSize, sendBatchMaxSize }: BatchOptions): Entry[] {
    const { waiting } = this.#options;
    const group = [this.#take()];
    let spans = group[0]!.spanCount;
    // An entry that some trace exporters are done with must not be mixed with others.
    if (group[0]!.settled !== undefined) return group;
    for (let next = waiting.peek(); next !== undefined && spans < sendBatchSize; next = waiting.peek()) {
      const isTooMuch = sendBatchMaxSize > 0 && spans + next.spanCount > sendBatchMaxSize;
      if (isTooMuch || next.settled !== undefined) break;
      spans += next.spanCount;
      group.push(this.#take());
    }
    return group;
  }

  #take(): Entry {
    const entry = this.#options.waiting.shift()!;
    this.#waitingSpans -= entry.spanCount;
    return entry;
  }

  #wake(waitMillis: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = this.#options.clock.after(waitMillis, () => {
      this.#timer = undefined;
      this.#options.onReady();
    });
  }
}
