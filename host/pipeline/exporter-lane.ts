import type { Admission, Batch, ExporterPort, Logger, SendingQueueOptions } from "../contract/index.ts";
import type { BatchStore } from "./batch-store.ts";
import { BurstLog } from "./burst-log.ts";
import { createCounters } from "./counters.ts";
import type { DeadLetterSink } from "./dead-letters/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { DispatcherOptions } from "./dispatcher-options.ts";
import type { Entry, SettledTargets } from "./entry.ts";
import { explainRefusal, maxWaiters, type Refusal, soonMillis } from "./explain-refusal.ts";
import type { DrainReport, ExporterStats, PipelineExporter } from "./pipeline-exporter.ts";
import { type Entrance, QueueRoom } from "./queue-room.ts";
import { ShipmentLedger } from "./shipment-ledger.ts";

export interface LaneOptions
  extends PipelineExporter,
    Pick<DispatcherOptions, "clock" | "random" | "observer"> {
  readonly store?: BatchStore | undefined;
  readonly deadLetters?: DeadLetterSink | undefined;
  readonly logger: Logger;
}

/** Bytes of stored batches that stay in memory too, so that a prompt exporter needs no reading back. */
const maxHeldBytes = 32 * 1024 * 1024;

/**
 * The way to one exporter: its queue with room, storage and consumers. A batch comes in by steps: take room
 * (`reserve`), be stored where there is storage (`store`), and be queued (`commit`); until the last, `cancel` undoes.
 */
export class ExporterLane {
  readonly name: string;
  readonly hasStore: boolean;
  readonly #options: LaneOptions;
  readonly #room: QueueRoom;
  readonly #counters = createCounters();
  readonly #ledger: ShipmentLedger;
  readonly #dispatcher: Dispatcher;
  readonly #dropLog: BurstLog;
  readonly #storeLog: BurstLog;
  #queue: SendingQueueOptions;
  #isClosed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.name = options.port.name;
    this.hasStore = options.store !== undefined;
    const { queue, clock, logger, store } = options;
    this.#queue = queue;
    this.#room = new QueueRoom({ capacity: queue.queueSize, maxWaiters });
    this.#ledger = new ShipmentLedger({ ...options, room: this.#room, counters: this.#counters });
    this.#dispatcher = new Dispatcher({
      ...options,
      batch: queue.enabled ? options.batch : undefined,
      numConsumers: queue.numConsumers,
      counters: this.#counters,
      ends: this.#ledger,
      loadEntry: (entry) => store!.read(entry.sequence!),
    });
    this.#dropLog = new BurstLog({ logger, clock });
    this.#storeLog = new BurstLog({ logger, clock });
  }

  /** All steps are done in the calls themselves: nothing waits and nothing is written. */
  get isImmediate(): boolean {
    return this.#queue.enabled && this.#options.store === undefined && !this.isPatient;
  }

  /** A full queue makes senders wait. */
  get isPatient(): boolean {
    return this.#queue.blockOnOverflow;
  }

  /** The sender waits for the exporter's answer: `ask` takes the place of `commit`. */
  get isDirect(): boolean {
    return !this.#queue.enabled;
  }

  async start(): Promise<void> {
    if (!this.hasStore) return;
    for (const stored of await this.#options.store!.open()) {
      this.#room.occupy(this.#sizeOf(stored.spanCount, stored.byteLength));
      this.#enqueue(stored.spanCount, stored.byteLength, stored);
    }
  }

  reserve(batch: Batch): Refusal | undefined {
    return this.#explain(batch, this.#room.tryEnter(this.#sizeOf(batch.spanCount, batch.spans.length)));
  }

  /** Like `reserve`, but waits where the queue is patient. */
  async reserveSoon(batch: Batch): Promise<Refusal | undefined> {
    const size = this.#sizeOf(batch.spanCount, batch.spans.length);
    if (!this.isPatient || size > this.#room.capacity) return this.reserve(batch);
    return this.#explain(batch, await this.#room.enter(size));
  }

  /** Answers the number of the stored batch, or why it could not be stored. */
  async store(batch: Batch): Promise<number | Refusal> {
    try {
      return await this.#options.store!.append(batch);
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      this.#storeLog.log("error", "a batch can't be stored", { exporter: this.name, cause: text });
      const message = `the queue of exporter "${this.name}" can't be written: ${text}`;
      return { kind: "refused", message, retryAfterMillis: soonMillis };
    }
  }

  commit(batch: Batch, sequence?: number): void {
    this.#enqueue(batch.spanCount, batch.spans.length, { batch, sequence });
  }

  /** Queues a batch and resolves with what its exporter says of it. */
  async ask(batch: Batch): Promise<Admission> {
    if (this.#dispatcher.isPaused) {
      this.cancel(batch);
      return { kind: "refused", message: `exporter "${this.name}" is disabled` };
    }
    return await new Promise((answer) =>
      this.#enqueue(batch.spanCount, batch.spans.length, { batch, answer }),
    );
  }

  cancel(batch: Batch, sequence?: number): void {
    if (sequence !== undefined) this.#options.store!.acknowledge(sequence);
    this.#room.leave(this.#sizeOf(batch.spanCount, batch.spans.length));
  }

  countRefused(batch: Batch): void {
    this.#counters.refusedBatches += 1;
    this.#counters.refusedSpans += batch.spanCount;
  }

  countDropped(batch: Batch, { message }: Refusal): void {
    this.#counters.droppedSpans += batch.spanCount;
    const fields = { exporter: this.name, spans: batch.spanCount, reason: message };
    this.#dropLog.log("warn", "dropped for this exporter, others have it", fields);
  }

  swapPort(port: ExporterPort, digest?: string): Promise<void> {
    this.#ledger.digest = digest;
    return this.#dispatcher.swapPort(port);
  }

  /** From now on a full queue refuses, whatever `block_on_overflow` says. */
  sendWaitersAway(): void {
    this.#room.sendWaitersAway();
  }

  /** Other sizes and times. What decides how a batch is kept and counted stays: enabled, storage, fsync, sizer. */
  configure({ queue, retry, batch }: Omit<PipelineExporter, "port">): void {
    const { queueSize, numConsumers, blockOnOverflow } = queue;
    this.#queue = { ...this.#queue, queueSize, numConsumers, blockOnOverflow };
    this.#room.resize(queueSize);
    this.#dispatcher.configure({ retry, numConsumers, batch: this.#queue.enabled ? batch : undefined });
  }

  /** Resolves when there is nothing left to send but what waits for its next try. */
  whenQuiet(): Promise<void> {
    return this.#dispatcher.whenQuiet();
  }

  /** Lets nothing in and sends nothing, until `resume`. Resolves when the plugin has nothing in hand any more. */
  async pause(): Promise<void> {
    this.#room.close();
    this.#dispatcher.pause();
    await this.#dispatcher.whenQuiet();
  }

  /** Everything that waits goes to `port` at once. */
  resume(port: ExporterPort, digest?: string): void {
    void this.swapPort(port, digest);
    this.#room.open();
    this.#dispatcher.resume();
  }

  /** Lets nothing in any more and tries everything once. Resolves when the queue is empty; may take for ever. */
  drain(): Promise<void> {
    this.#room.close();
    this.#dispatcher.drain();
    this.#ledger.hurry();
    return this.#room.whenEmpty();
  }

  /** The end, after `drain` or instead of it. */
  async close(): Promise<DrainReport> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#room.close();
      this.#dispatcher.stop();
      this.#ledger.close();
      if (this.hasStore) await this.#options.store!.close();
    }
    return { exporter: this.name, ...this.#ledger.leftBehind() };
  }

  stats(): ExporterStats {
    const { store } = this.#options;
    const storage = this.hasStore ? store!.stats() : undefined;
    return {
      name: this.name,
      queueSize: this.#room.used,
      queueCapacity: this.#room.capacity,
      sizer: this.#queue.sizer,
      ...this.#ledger.inQueue(),
      callsInFlight: this.#dispatcher.inFlight,
      batchesWaitingForRetry: this.#dispatcher.waitingForRetry,
      ...this.#counters,
      ...(storage && { storageBytes: storage.fileBytes, damagedRecords: storage.damagedRecords }),
    };
  }

  #sizeOf(spanCount: number, byteLength: number): number {
    const { sizer } = this.#queue;
    return sizer === "requests" ? 1 : Math.max(1, sizer === "spans" ? spanCount : byteLength);
  }

  #enqueue(
    spanCount: number,
    byteLength: number,
    more: Partial<Pick<Entry, "sequence" | "answer">> & {
      batch?: Batch;
      settled?: SettledTargets | undefined;
    },
  ): void {
    const isOnDisk = more.sequence !== undefined;
    const entry: Entry = {
      spanCount,
      byteLength,
      size: this.#sizeOf(spanCount, byteLength),
      queuedAtMillis: this.#options.clock.monotonic(),
      batch: isOnDisk && this.#ledger.heldBytes + byteLength > maxHeldBytes ? undefined : more.batch,
      sequence: more.sequence,
      settled: more.settled,
      answer: more.answer,
      openShipments: 0,
      isKept: false,
      isReadOn: false,
    };
    this.#ledger.enter(entry);
    this.#dispatcher.add(entry);
  }

  #explain(batch: Batch, entrance: Entrance): Refusal | undefined {
    if (entrance === "in") return undefined;
    const size = this.#sizeOf(batch.spanCount, batch.spans.length);
    const nextRetryMillis = this.#dispatcher.untilNextRetryMillis();
    const queue = { exporter: this.name, sizer: this.#queue.sizer, room: this.#room };
    return explainRefusal({ ...queue, entrance, size, nextRetryMillis });
  }
}
