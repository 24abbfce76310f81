import type { Batch, Clock, Logger } from "../contract/index.ts";
import type { BatchStore } from "./batch-store.ts";
import { BurstLog } from "./burst-log.ts";
import type { Counters } from "./counters.ts";
import type { DeadLetterSink } from "./dead-letters/index.ts";
import type { ShipmentEnds } from "./dispatcher-options.ts";
import type { Entry } from "./entry.ts";
import type { Verdict } from "./judge-outcomes.ts";
import type { DrainReport, PipelineExporter } from "./pipeline-exporter.ts";
import type { QueueRoom } from "./queue-room.ts";
import type { Shipment } from "./shipment.ts";

export interface LedgerOptions extends PipelineExporter {
  readonly store?: BatchStore | undefined;
  readonly deadLetters?: DeadLetterSink | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly room: QueueRoom;
  readonly counters: Counters;
}

/**
 * Keeps the books of one exporter: what came into its queue, how it ended, and that its room, its storage and its
 * sender learn of it. Every span is counted once: sent, rejected, failed, or still there.
 */
export class ShipmentLedger implements ShipmentEnds {
  digest: string | undefined;
  readonly #options: LedgerOptions;
  readonly #name: string;
  readonly #failureLog: BurstLog;
  readonly #damageLog: BurstLog;
  readonly #sinkLog: BurstLog;
  readonly #waitingSenders = new Set<Entry>();
  #isClosed = false;
  #batchesInQueue = 0;
  #spansInQueue = 0;
  #heldBytes = 0;
  #lost = { batches: 0, spans: 0 };
  #kept = { batches: 0, spans: 0 };

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#name = options.port.name;
    this.digest = options.digest;
    this.#failureLog = new BurstLog(options);
    this.#damageLog = new BurstLog(options);
    this.#sinkLog = new BurstLog(options);
  }

  /** Bytes of batches that are in memory though they are on disk. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  inQueue() {
    return { batchesInQueue: this.#batchesInQueue, spansInQueue: this.#spansInQueue };
  }

  enter(entry: Entry): void {
    this.#batchesInQueue += 1;
    this.#spansInQueue += entry.spanCount;
    this.#options.counters.queuedSpans += entry.spanCount;
    if (entry.sequence !== undefined && entry.batch !== undefined) this.#heldBytes += entry.byteLength;
    if (entry.answer !== undefined) this.#waitingSenders.add(entry);
  }

  onComplete(shipment: Shipment, batch: Batch): void {
    if (this.#isClosed) return;
    const { counters } = this.#options;
    const spans = shipment.to - shipment.from;
    if (shipment.failures.length > 0) {
      counters.failedSpans += spans;
      void this.#bury(shipment, batch, spans);
    } else {
      const rejected = Math.min(shipment.rejectedSpans, spans);
      counters.rejectedSpans += rejected;
      counters.sentSpans += spans - rejected;
      this.#finish(shipment);
    }
  }

  onDamaged(shipment: Shipment): void {
    if (this.#isClosed) return;
    const spans = shipment.to - shipment.from;
    this.#options.counters.failedSpans += spans;
    this.#damageLog.log("error", "a queued batch is damaged and can't be sent", {
      exporter: this.#name,
      spans,
    });
    this.#finish(shipment);
  }

  onLeftOver(shipment: Shipment, batch: Batch | undefined, verdict: Verdict): void {
    if (this.#isClosed) return;
    const stays = shipment.entries.every((entry) => entry.sequence !== undefined);
    if (stays || batch === undefined) {
      for (const entry of shipment.entries) entry.isKept = true;
      this.#finish(shipment);
    } else {
      const { message } = verdict;
      for (const target of verdict.again) shipment.failures.push({ target, reason: "stopped", message });
      this.onComplete(shipment, batch);
    }
  }

  onProgress({ entries, from, to, settled }: Shipment): void {
    const { store } = this.#options;
    // Of an entry that was cut, other parts may be further or less far: only whole entries are noted.
    const isCut = entries.length === 1 && to - from < entries[0]!.spanCount;
    if (store === undefined || settled === undefined || isCut || this.#isClosed) return;
    for (const { sequence } of entries) if (sequence !== undefined) store.settle(sequence, settled);
  }

  onFirstAnswer(shipment: Shipment, verdict: Verdict): boolean {
    const entry = shipment.entries[0]!;
    if (entry.answer === undefined || !this.#waitingSenders.delete(entry)) return false;
    const { counters } = this.#options;
    const { failures, again, took, message, retryAfterMillis } = verdict;
    if (again.length > 0) {
      counters.refusedBatches += 1;
      counters.refusedSpans += entry.spanCount;
      const text = `exporter "${this.#name}": ${message}`;
      entry.answer({
        kind: "refused",
        message: text,
        ...(retryAfterMillis !== undefined && { retryAfterMillis }),
      });
    } else if (took.length === 0) {
      counters.failedSpans += entry.spanCount;
      entry.answer({ kind: "rejected", message: `exporter "${this.#name}": ${failures[0]?.message}` });
    } else {
      entry.answer({ kind: "queued" });
      return false;
    }
    this.#finish(shipment);
    return true;
  }

  /** The end of the books: what is still open stays as it is, and later answers change nothing. */
  close(): void {
    this.#isClosed = true;
    const message = `exporter "${this.#name}" has stopped`;
    for (const entry of this.#waitingSenders) entry.answer?.({ kind: "refused", message });
  }

  leftBehind(): Omit<DrainReport, "exporter"> {
    const open = { batches: this.#batchesInQueue, spans: this.#spansInQueue };
    const none = { batches: 0, spans: 0 };
    const [openLost, openKept] = this.#options.store === undefined ? [open, none] : [none, open];
    return {
      lostBatches: this.#lost.batches + openLost.batches,
      lostSpans: this.#lost.spans + openLost.spans,
      keptBatches: this.#kept.batches + openKept.batches,
      keptSpans: this.#kept.spans + openKept.spans,
    };
  }

  async #bury(shipment: Shipment, batch: Batch, spans: number): Promise<void> {
    const { deadLetters, counters } = this.#options;
    const { failures, tries } = shipment;
    const { reason, message } = failures[0]!;
    const isBuried = await this.#put(shipment, batch);
    if (isBuried) counters.deadLetteredSpans += spans;
    else if (reason === "stopped") {
      this.#lost.batches += shipment.entries.length;
      this.#lost.spans += spans;
    }
    const fate = isBuried ? "put to the dead letters" : deadLetters === undefined ? "dropped" : "lost";
    this.#failureLog.log("error", `spans given up and ${fate}`, {
      exporter: this.#name,
      reason,
      message,
      tries,
      spans,
    });
    if (!this.#isClosed) this.#finish(shipment);
  }

  async #put({ failures, tries }: Shipment, batch: Batch): Promise<boolean> {
    const { deadLetters } = this.#options;
    if (deadLetters === undefined) return false;
    try {
      await deadLetters.put({ exporter: this.#name, digest: this.digest, batch, failures, tries });
      return true;
    } catch (cause) {
      this.#sinkLog.log("error", "a dead letter can't be kept", {
        exporter: this.#name,
        cause: cause instanceof Error ? cause.message : String(cause),
      });
      return false;
    }
  }

  #finish(shipment: Shipment): void {
    const { room, store } = this.#options;
    for (const entry of shipment.entries) {
      entry.openShipments -= 1;
      if (entry.openShipments > 0) continue;
      this.#batchesInQueue -= 1;
      this.#spansInQueue -= entry.spanCount;
      if (entry.isKept) {
        this.#kept.batches += 1;
        this.#kept.spans += entry.spanCount;
      } else if (entry.sequence !== undefined) store!.acknowledge(entry.sequence);
      if (entry.sequence !== undefined && entry.batch !== undefined) this.#heldBytes -= entry.byteLength;
      room.leave(entry.size);
    }
  }
}
