import type { FileHandle } from "node:fs/promises";
import type { Clock, SendingQueueOptions, Timer } from "../../contract/index.ts";
import { type QueueFiles, syncDirectory } from "./queue-files.ts";
import { encodeHeader, type QueueRecord, recordTypes } from "./queue-record.ts";
import { createSegment, type Segment } from "./segment.ts";

/** Where a record is. */
export interface Place {
  readonly segment: Segment;
  readonly offset: number;
}

export interface SegmentLogOptions {
  readonly directory: string;
  readonly files: QueueFiles;
  readonly fsync: SendingQueueOptions["fsync"];
  readonly clock: Clock;
  /** A segment that has reached it gets no further record. */
  readonly segmentBytes: number;
  readonly randomMarker: () => Buffer;
  /** The id of the first segment that this log makes. */
  readonly nextId: number;
  /** Told of each segment when it is made. */
  readonly onSegment: (segment: Segment) => void;
  /** Told when the open segment got its last record because of a failure. */
  readonly onSealed: () => void;
  /** Told when something failed that nobody waits for. */
  readonly onTrouble: (what: string, cause: unknown) => void;
}

interface Pending {
  readonly record: QueueRecord;
  readonly resolve?: (place: Place) => void;
  readonly reject?: (cause: unknown) => void;
}

const fsyncIntervalMillis = 1_000;

/**
 * Appends records to segments. Whatever comes while a write is under way goes with the next one, so that many share
 * its cost and that of the fsync (group commit). When a write fails, none of its batches counts as written, and what
 * it left in the file is cut off.
 */
export class SegmentLog {
  readonly #options: SegmentLogOptions;
  #nextId: number;
  #pending: Pending[] = [];
  #running: Promise<void> | undefined;
  #open: { readonly segment: Segment; readonly handle: FileHandle } | undefined;
  #isDirty = false;
  #isClosed = false;
  #syncTimer: Timer | undefined;

  constructor(options: SegmentLogOptions) {
    this.#options = options;
    this.#nextId = options.nextId;
  }

  /** The segment that gets the next record; undefined before the first. */
  get current(): Segment | undefined {
    return this.#open?.segment;
  }

  /** Resolves when the record is as safe as `fsync` asks. */
  append(record: QueueRecord): Promise<Place> {
    if (this.#isClosed) return Promise.reject(new Error("the queue is closed"));
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, resolve, reject });
      this.#kick();
    });
  }

  /** Writes the record soon. When that fails, it goes with the next write. */
  note(record: QueueRecord): void {
    if (this.#isClosed) return;
    this.#pending.push({ record });
    this.#kick();
  }

  /** Writes what is pending, and closes the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    if (this.#pending.length > 0) {
      await this.#commit(this.#pending.splice(0));
      if (this.#pending.length > 0) {
        const cause = new Error(`${this.#pending.length} acknowledgements are not written`);
        this.#options.onTrouble("batches that were sent will be sent again", cause);
      }
    }
    await this.#seal();
  }

  #kick(): void {
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#pending.length > 0) {
        const isWritten = await this.#commit(this.#pending.splice(0));
        // Notes that could not be written wait for the next append, instead of trying for ever.
        if (!isWritten && this.#pending.every(({ resolve }) => resolve === undefined)) break;
      }
    } finally {
      this.#running = undefined;
    }
  }

  /** True = written. */
  async #commit(group: readonly Pending[]): Promise<boolean> {
    let isWritten = false;
    try {
      const { segment, handle } = await this.#writable();
      const buffers: Uint8Array[] = [];
      const places: Place[] = [];
      let offset = segment.length;
      for (const { record } of group) {
        places.push({ segment, offset });
        const header = encodeHeader(record, segment.marker);
        buffers.push(header);
        if (record.payload.length > 0) buffers.push(record.payload);
        offset += header.length + record.payload.length;
      }
      const { bytesWritten } = await handle.writev(buffers, segment.length);
      if (segment.length + bytesWritten !== offset) {
        throw new Error(`the disk is full: it took ${bytesWritten} of ${offset - segment.length} bytes`);
      }
      isWritten = true;
      await this.#makeSafe(handle, group);
      segment.length = offset;
      for (const { record } of group) if (record.type === recordTypes.batch) segment.live += 1;
      for (const [index, { resolve }] of group.entries()) resolve?.(places[index]!);
      return true;
    } catch (cause) {
      await this.#repair(isWritten);
      const notes = group.filter(({ reject }) => reject === undefined);
      this.#pending = [...notes, ...this.#pending];
      for (const { reject } of group) reject?.(cause);
      return false;
    }
  }

  async #makeSafe(handle: FileHandle, group: readonly Pending[]): Promise<void> {
    const { fsync, clock } = this.#options;
    // A lost acknowledgement costs a duplicate, never a span: it waits for the next batch's fsync.
    if (fsync === "always" && group.some(({ resolve }) => resolve !== undefined)) await handle.datasync();
    this.#isDirty = fsync === "interval";
    if (this.#isDirty) {
      this.#syncTimer ??= clock.after(fsyncIntervalMillis, () => {
        this.#syncTimer = undefined;
        void this.#sync();
      });
    }
  }

  async #sync(): Promise<void> {
    if (!this.#isDirty || this.#open === undefined) return;
    this.#isDirty = false;
    await this.#open.handle.datasync().catch((cause) => this.#options.onTrouble("fsync failed", cause));
  }

  async #writable(): Promise<{ readonly segment: Segment; readonly handle: FileHandle }> {
    const { files, directory, segmentBytes, randomMarker, onSegment } = this.#options;
    if (this.#open !== undefined && this.#open.segment.length < segmentBytes) return this.#open;
    await this.#seal();
    const segment = createSegment(directory, this.#nextId, randomMarker());
    const handle = await files.open(segment.path, "wx", 0o600);
    this.#nextId += 1;
    try {
      await syncDirectory(files, directory);
    } catch (cause) {
      await handle.close();
      await files.rm(segment.path, { force: true });
      throw cause;
    }
    this.#open = { segment, handle };
    onSegment(segment);
    return this.#open;
  }

  /** No further record for the open segment. */
  async #seal(): Promise<void> {
    await this.#sync();
    this.#syncTimer?.cancel();
    this.#syncTimer = undefined;
    const open = this.#open;
    this.#open = undefined;
    await open?.handle.close();
  }

  /**
   * A segment gets no further record after a failure: after that of an fsync nobody knows what the disk has, and on a
   * full disk a segment whose batches are all sent makes room only when it is not written to any more. An empty one
   * stays, so that a disk that remains full does not collect empty files.
   */
  async #repair(hadWritten: boolean): Promise<void> {
    if (this.#open === undefined) return;
    const { onTrouble, onSealed } = this.#options;
    const { segment, handle } = this.#open;
    try {
      await handle.truncate(segment.length);
      if (!hadWritten && segment.length === 0) return;
    } catch (cause) {
      onTrouble("a failed write can't be cut off", cause);
    }
    await this.#seal().catch((cause) => onTrouble("a segment can't be closed", cause));
    onSealed();
  }
}
