import type { Batch, Clock, Logger } from "../contract/index.ts";
import type { BatchStore } from "./batch-store.ts";
import { Burials } from "./burials.ts";
import { BurstLog } from "./burst-log.ts";
import type { Counters } from "./counters.ts";
import type { DeadLetterSink } from "./dead-letters/index.ts";
import type { ShipmentEnds } from "./dispatcher-options.ts";
import type { Entry } from "./entry.ts";
import type { Verdict } from "./judge-outcomes.ts";
import { OutcomeLog } from "./outcome-log.ts";
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
  readonly #burials: Burials;
  readonly #outcomeLog: OutcomeLog;
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
    this.#burials = new Burials({ ...options, sink: options.deadLetters });
    this.#outcomeLog = new OutcomeLog({ ...options, exporter: this.#name });
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
    entry.batch?.memory?.hold();
  }

  onAnswer({ from, to }: Shipment, verdict: Verdict): void {
    this.#outcomeLog.note(verdict, to - from);
  }

  onComplete(shipment: Shipment, batch: Batch): void {
    if (this.#isClosed) return;
    const { counters } = this.#options;
    const spans = shipment.to - shipment.from;
    if (shipment.failures.length > 0) {
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

  /** Nothing waits for the dead letters' disk any more. */
  hurry(): void {
    this.#burials.hurry();
  }

  /** The end of the books: what is still open stays as it is, and later answers change nothing. */
  close(): void {
    this.#isClosed = true;
    this.hurry();
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
    const { counters } = this.#options;
    const { failures, tries, entries } = shipment;
    const { reason, message } = failures[0]!;
    // At the end of the shutdown's time nobody waits for the disk any more.
    for (const entry of entries) entry.isReadOn = true;
    const burial = await this.#burials.bury({
      exporter: this.#name,
      digest: this.digest,
      batch,
      failures,
      tries,
    });
    const isOnDisk = entries.every((entry) => entry.sequence !== undefined);
    const isKept = burial === "unwritable" && isOnDisk;
    if (isKept) for (const entry of entries) entry.isKept = true;
    else counters.failedSpans += spans;
    if (burial === "buried") counters.deadLetteredSpans += spans;
    else if (!isKept && (burial === "unwritable" || reason === "stopped")) {
      this.#lost.batches += entries.length;
      this.#lost.spans += spans;
    }
    const fates = { buried: "put to the dead letters", none: "dropped", refused: "lost", unwritable: "lost" };
    const what = isKept ? "spans stay in the queue" : `spans given up and ${fates[burial]}`;
    this.#failureLog.log("error", what, { exporter: this.#name, reason, message, tries, spans });
    if (!this.#isClosed) this.#finish(shipment);
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
      if (!entry.isReadOn) entry.batch?.memory?.release();
      room.leave(entry.size);
    }
  }
}
