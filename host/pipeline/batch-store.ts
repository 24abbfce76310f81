import type { Batch } from "../contract/index.ts";
import type { SettledTargets } from "./entry.ts";

/** A batch that lay in the store when it was opened. */
export interface StoredBatch {
  /** Its number in the store; later batches have higher ones. */
  readonly sequence: number;
  readonly spanCount: number;
  readonly byteLength: number;
  /** The trace exporters that are done with it; undefined = none. */
  readonly settled?: SettledTargets | undefined;
}

/** What a store tells of itself. */
export interface StoreStats {
  /** Bytes of its files. */
  readonly fileBytes: number;
  /** Records set aside because their checksum was wrong. */
  readonly damagedRecords: number;
}

/** The part of one exporter's queue that outlives the process. */
export interface BatchStore {
  /** Makes the store ready and answers what it holds, oldest first. */
  open(): Promise<readonly StoredBatch[]>;
  /** Resolves with the batch's number once it is as safe as the options ask; rejects when it was not stored. */
  append(batch: Batch): Promise<number>;
  /** Reads a batch back. Answers undefined, and sets the record aside, when its bytes are damaged. */
  read(sequence: number): Promise<Batch | undefined>;
  /** The batch is no longer needed. Takes effect soon, not at once; a crash before brings the batch back. */
  acknowledge(sequence: number): void;
  /** Some trace exporters are done with the batch. */
  settle(sequence: number, settled: SettledTargets): void;
  /** Writes what is pending and gives the files free. What was not acknowledged stays for the next `open`. */
  close(): Promise<void>;
  stats(): StoreStats;
}
