import { basename, join, resolve } from "node:path";
import { type Batch, SpandockError, silentLogger, systemClock } from "../../contract/index.ts";
import type { StoredBatch } from "../batch-store.ts";
import { type QueueFiles, systemFiles } from "./queue-files.ts";
import { exporterOfFolder } from "./queue-folder.ts";
import { readRecord } from "./read-record.ts";
import { type Recovery, recoverSegments } from "./recover-segments.ts";
import { parseSegmentName } from "./segment.ts";
import { SegmentStore } from "./segment-store.ts";

/** A queue's directory without its agent. */
export interface OfflineQueue {
  readonly exporter: string;
  readonly directory: string;
  /** What is still to be delivered, oldest first. */
  readonly batches: readonly StoredBatch[];
  /** Bytes of all segments. */
  readonly fileBytes: number;
  /** Records with a wrong checksum, those set aside before and those found now. */
  readonly damagedRecords: number;
  /** Answers undefined when the batch's bytes are damaged. */
  read(sequence: number): Promise<Batch | undefined>;
  /** Takes a batch out for good. Throws when the queue was opened to be read. */
  remove(sequence: number): void;
  close(): Promise<void>;
}

export interface OpenQueueOptions {
  /** Changes nothing and needs no lock: a running agent may have the queue. */
  readonly readOnly: boolean;
}

/**
 * Opens the queues under `directory`, which is either a `sending_queue.storage` or the folder of one queue inside it.
 * Throws `QUEUE_UNUSABLE` when there is none, when a file has another format, or, unless `readOnly`, when an agent
 * uses one.
 */
export async function openQueueDirectory(
  directory: string,
  { readOnly }: OpenQueueOptions,
): Promise<readonly OfflineQueue[]> {
  const files = systemFiles;
  const opened: OfflineQueue[] = [];
  try {
    for (const folder of await queueFolders(files, resolve(directory))) {
      opened.push(await (readOnly ? openToRead(files, folder) : openToDrain(files, folder)));
    }
    return opened;
  } catch (cause) {
    for (const queue of opened) await queue.close();
    if (cause instanceof SpandockError) throw cause;
    const message = `queue ${directory}: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new SpandockError("QUEUE_UNUSABLE", { message, cause });
  }
}

/** The queues in `storage` that are not that exporter's, of which files are there. */
export async function otherQueues(storage: string, exporter: string) {
  const folders = await queueFolders(systemFiles, storage);
  return folders
    .map((directory) => ({ directory, exporter: exporterOfFolder(basename(directory)) }))
    .filter((queue) => queue.exporter !== exporter);
}

async function queueFolders(files: QueueFiles, directory: string): Promise<string[]> {
  const entries = await files.readdir(directory, { withFileTypes: true });
  const isQueue = (names: readonly string[]) =>
    names.some((name) => name === "lock" || parseSegmentName("", name) !== undefined);
  if (isQueue(entries.map(({ name }) => name))) return [directory];
  const folders: string[] = [];
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const folder = join(directory, entry.name);
    if (isQueue(await files.readdir(folder))) folders.push(folder);
  }
  return folders.sort();
}

const storedBatches = ({ entries }: Recovery): StoredBatch[] =>
  [...entries].map(([sequence, { spanCount, byteLength, settled }]) => ({
    sequence,
    spanCount,
    byteLength,
    settled,
  }));

async function countSetAside(files: QueueFiles, directory: string): Promise<Set<string>> {
  return new Set((await files.readdir(directory)).filter((name) => name.startsWith("damaged-")));
}

async function openToRead(files: QueueFiles, directory: string): Promise<OfflineQueue> {
  const damaged = await countSetAside(files, directory);
  const recovery = await recoverSegments({
    directory,
    files,
    onDamaged: async ({ segment, from }) => {
      damaged.add(`damaged-${basename(segment.path, ".v1.segment")}-${from}`);
    },
    onCutOff: async () => {},
  });
  return {
    exporter: exporterOfFolder(basename(directory)),
    directory,
    batches: storedBatches(recovery),
    fileBytes: recovery.segments.reduce((sum, { length }) => sum + length, 0),
    damagedRecords: damaged.size,
    async read(sequence) {
      const entry = recovery.entries.get(sequence);
      return entry && toBatch((await readRecord(files, entry, sequence)).payload, entry.spanCount);
    },
    remove() {
      throw new TypeError(`the queue ${directory} was opened to be read`);
    },
    async close() {},
  };
}

const toBatch = (spans: Uint8Array | undefined, spanCount: number): Batch | undefined =>
  spans && { spans, spanCount };

async function openToDrain(files: QueueFiles, directory: string): Promise<OfflineQueue> {
  const store = new SegmentStore({
    directory,
    files,
    fsync: "always",
    clock: systemClock,
    logger: silentLogger,
  });
  const batches = await store.open();
  return {
    exporter: exporterOfFolder(basename(directory)),
    directory,
    batches,
    fileBytes: store.stats().fileBytes,
    damagedRecords: (await countSetAside(files, directory)).size,
    read: (sequence) => store.read(sequence),
    remove: (sequence) => store.acknowledge(sequence),
    close: () => store.close(),
  };
}
