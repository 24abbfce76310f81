import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import {
  type Batch,
  type Clock,
  type Logger,
  type SendingQueueOptions,
  SpandockError,
} from "../../contract/index.ts";
import type { BatchStore, StoredBatch, StoreStats } from "../batch-store.ts";
import type { SettledTargets } from "../entry.ts";
import { DirectoryLock } from "./directory-lock.ts";
import { type QueueFiles, systemFiles } from "./queue-files.ts";
import { noBytes, recordTypes, settledRecord } from "./queue-record.ts";
import { readRecord } from "./read-record.ts";
import { type DamagedRange, type IndexEntry, recoverSegments } from "./recover-segments.ts";
import { markerBytes, type Segment } from "./segment.ts";
import { SegmentLog } from "./segment-log.ts";
import { SegmentShelf } from "./segment-shelf.ts";

export interface SegmentStoreOptions {
  /** Of this queue alone; made when it is not there. */
  readonly directory: string;
  readonly fsync: SendingQueueOptions["fsync"];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly files?: QueueFiles;
  /** A segment that has reached it gets no further record. */
  readonly segmentBytes?: number;
}

const defaultSegmentBytes = 16 * 1024 * 1024;
const spareSegments = 8;

/** A queue on disk: batches and their acknowledgements in a log of segments. See docs/queue-format.md. */
export class SegmentStore implements BatchStore {
  readonly #options: SegmentStoreOptions;
  readonly #files: QueueFiles;
  readonly #shelf: SegmentShelf;
  #entries = new Map<number, IndexEntry>();
  #nextSequence = 1;
  #lock: DirectoryLock | undefined;
  #log: SegmentLog | undefined;
  #liveBytes = 0;
  #damagedRecords = 0;

  constructor(options: SegmentStoreOptions) {
    this.#options = options;
    this.#files = options.files ?? systemFiles;
    this.#shelf = new SegmentShelf({
      files: this.#files,
      spareBytes: spareSegments * this.#segmentBytes,
      liveBytes: () => this.#liveBytes,
      current: () => this.#log?.current,
      moveOn: (segment) => this.#moveOn(segment),
      onTrouble: this.#onTrouble,
    });
  }

  async open(): Promise<readonly StoredBatch[]> {
    const { directory, fsync, clock } = this.#options;
    try {
      await this.#files.mkdir(directory, { recursive: true, mode: 0o700 });
      this.#lock = await DirectoryLock.take({ directory, files: this.#files, clock });
      const recovery = await recoverSegments({
        directory,
        files: this.#files,
        onDamaged: (range) => this.#setAside(range),
        onCutOff: (segment, bytes) => this.#cutOff(segment, bytes),
      });
      this.#entries = recovery.entries;
      for (const { byteLength } of recovery.entries.values()) this.#liveBytes += byteLength;
      this.#nextSequence = recovery.nextSequence;
      this.#log = new SegmentLog({
        directory,
        fsync,
        clock,
        files: this.#files,
        segmentBytes: this.#segmentBytes,
        randomMarker: () => randomBytes(markerBytes),
        nextId: recovery.nextSegmentId,
        onSegment: (segment) => this.#shelf.add(segment),
        onSealed: () => this.#shelf.tidy(),
        onTrouble: this.#onTrouble,
      });
      for (const segment of recovery.segments) this.#shelf.add(segment);
      this.#shelf.tidy();
    } catch (cause) {
      await this.#lock?.release();
      if (cause instanceof SpandockError) throw cause;
      const message = `queue ${directory}: ${cause instanceof Error ? cause.message : String(cause)}`;
      throw new SpandockError("QUEUE_UNUSABLE", { message, cause });
    }
    return [...this.#entries].map(([sequence, { spanCount, byteLength, settled }]) => ({
      sequence,
      spanCount,
      byteLength,
      settled,
    }));
  }

  async append({ spans, spanCount }: Batch): Promise<number> {
    const sequence = this.#nextSequence++;
    const record = { type: recordTypes.batch, sequence, extra: spanCount, payload: spans };
    const place = await this.#running.append(record);
    this.#entries.set(sequence, { ...place, spanCount, byteLength: spans.length, settled: undefined });
    this.#liveBytes += spans.length;
    return sequence;
  }

  async read(sequence: number): Promise<Batch | undefined> {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return undefined;
    const { payload, found } = await readRecord(this.#files, entry, sequence);
    if (payload !== undefined) return { spans: payload, spanCount: entry.spanCount };
    await this.#setAside({ segment: entry.segment, from: entry.offset, bytes: found });
    return undefined;
  }

  acknowledge(sequence: number): void {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return;
    this.#entries.delete(sequence);
    this.#liveBytes -= entry.byteLength;
    this.#running.note({ type: recordTypes.acknowledged, sequence, extra: 0, payload: noBytes });
    entry.segment.live -= 1;
    this.#shelf.tidy();
  }

  settle(sequence: number, settled: SettledTargets): void {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return;
    entry.settled = settled;
    this.#running.note(settledRecord(sequence, settled));
  }

  async close(): Promise<void> {
    if (this.#log === undefined) return;
    await this.#log.close();
    await this.#shelf.stop();
    await this.#lock?.release();
  }

  stats(): StoreStats {
    return { fileBytes: this.#shelf.fileBytes, damagedRecords: this.#damagedRecords };
  }

  get #segmentBytes(): number {
    return this.#options.segmentBytes ?? defaultSegmentBytes;
  }

  get #running(): SegmentLog {
    if (this.#log === undefined) throw new TypeError("the store is not open");
    return this.#log;
  }

  /** Writes the live batches of a segment once more, at the end of the log, so that its file can go. */
  async #moveOn(segment: Segment): Promise<void> {
    for (const [sequence, entry] of [...this.#entries]) {
      if (entry.segment !== segment) continue;
      const batch = await this.read(sequence);
      if (batch === undefined) continue;
      const { spanCount: extra, spans: payload } = batch;
      const place = await this.#running.append({ type: recordTypes.batch, sequence, extra, payload });
      segment.live -= 1;
      if (this.#entries.get(sequence) === entry) {
        Object.assign(entry, place);
        if (entry.settled !== undefined) this.#running.note(settledRecord(sequence, entry.settled));
      } else {
        // Acknowledged meanwhile, in a segment that may go before the new one.
        place.segment.live -= 1;
        segment.live += 1;
        this.#running.note({ type: recordTypes.acknowledged, sequence, extra: 0, payload: noBytes });
      }
    }
  }

  async #setAside({ segment, from, bytes }: DamagedRange): Promise<void> {
    const { directory, logger } = this.#options;
    const file = join(directory, `damaged-${basename(segment.path, ".v1.segment")}-${from}`);
    try {
      // Found again at each start until its segment goes, but counted and told once.
      await this.#files.writeFile(file, bytes, { flag: "wx", mode: 0o600 });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") return;
      this.#onTrouble("a damaged record can't be set aside", cause);
    }
    this.#damagedRecords += 1;
    logger.log("error", "a record of a queue is damaged and was set aside", { file, bytes: bytes.length });
  }

  async #cutOff(segment: Segment, bytes: number): Promise<void> {
    await this.#files.truncate(segment.path, segment.length);
    const fields = { file: segment.path, bytes };
    this.#options.logger.log(
      "warn",
      "a queue's last record was not written to its end and was cut off",
      fields,
    );
  }

  readonly #onTrouble = (what: string, cause: unknown): void => {
    const text = cause instanceof Error ? cause.message : String(cause);
    this.#options.logger.log("error", what, { queue: this.#options.directory, cause: text });
  };
}
