import type { Batch, Outcome } from "../contract/index.ts";

/** A batch whose outcomes are not all known. */
export interface PendingCall {
  readonly id: number;
  readonly batch: Batch;
  /** The exporters whose outcome is missing, in the order in which they are called. */
  readonly open: ReadonlySet<number>;
}

interface Entry extends PendingCall {
  readonly open: Set<number>;
  readonly targets: readonly number[];
  readonly outcomes: Map<number, Outcome>;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  /** A thread may have the bytes in hand and not come back. */
  isReadOn: boolean;
}

/** How a plugin's thread is done with a call: `returned` = it came back from the guest, and reads no more. */
export type CallEnd = "returned" | "lost";

/** The batches that a plugin has taken and not answered, oldest first. They outlive a worker. */
export class PendingCalls {
  readonly #entries = new Map<number, Entry>();
  #lastId = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Takes a batch for some exporters; the answer comes when each of them has an outcome. */
  add(batch: Batch, targets: readonly number[]): { call: PendingCall; answer: Promise<readonly Outcome[]> } {
    // The worker hands ids back through 32-bit memory.
    this.#lastId = (this.#lastId + 1) | 0;
    const id = this.#lastId;
    let resolve: Entry["resolve"] = () => {};
    const answer = new Promise<readonly Outcome[]>((fulfil) => {
      resolve = fulfil;
    });
    const open = new Set(targets);
    const entry: Entry = { id, batch, targets, open, outcomes: new Map(), resolve, isReadOn: false };
    this.#entries.set(id, entry);
    batch.memory?.hold();
    if (entry.open.size === 0) this.#finish(entry);
    return { call: entry, answer };
  }

  /** Notes one exporter's outcome; gives back the batch, or undefined when nobody waits for this outcome. */
  settle(id: number, target: number, outcome: Outcome, end: CallEnd): Batch | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || !entry.open.delete(target)) return undefined;
    if (end === "lost") entry.isReadOn = true;
    entry.outcomes.set(target, outcome);
    if (entry.open.size === 0) this.#finish(entry);
    return entry.batch;
  }

  /** Every batch with exporters to be called, oldest first. */
  open(): readonly PendingCall[] {
    return [...this.#entries.values()];
  }

  #finish({ id, batch, targets, outcomes, resolve, isReadOn }: Entry): void {
    this.#entries.delete(id);
    if (!isReadOn) batch.memory?.release();
    resolve(targets.map((target) => outcomes.get(target)!));
  }
}
