import type { SettledTargets } from "../entry.ts";
import type { QueueFiles } from "./queue-files.ts";
import { recordTypes, settledTargets } from "./queue-record.ts";
import { scanSegment } from "./scan-segment.ts";
import { parseSegmentName, type Segment } from "./segment.ts";

/** A batch that is still needed, and where it is. */
export interface IndexEntry {
  segment: Segment;
  /** Of its record. */
  offset: number;
  readonly spanCount: number;
  readonly byteLength: number;
  settled: SettledTargets | undefined;
}

export interface DamagedRange {
  readonly segment: Segment;
  readonly from: number;
  readonly bytes: Buffer;
}

export interface Recovery {
  /** Oldest first. */
  readonly segments: Segment[];
  /** By sequence, lowest first. */
  readonly entries: Map<number, IndexEntry>;
  readonly nextSequence: number;
  readonly nextSegmentId: number;
}

export interface RecoverOptions {
  readonly directory: string;
  readonly files: QueueFiles;
  readonly onDamaged: (range: DamagedRange) => Promise<void>;
  /** Told of each segment whose last record was not written to its end: the bytes after `segment.length`. */
  readonly onCutOff: (segment: Segment, bytes: number) => Promise<void>;
}

/** Reads the segments of a queue, one in memory at a time. Changes nothing by itself. */
export async function recoverSegments(options: RecoverOptions): Promise<Recovery> {
  const { directory, files } = options;
  const segments = (await files.readdir(directory))
    .map((name) => parseSegmentName(directory, name))
    .filter((segment) => segment !== undefined)
    .sort((a, b) => a.id - b.id);
  const entries = new Map<number, IndexEntry>();
  const done = new Set<number>();
  const settled = new Map<number, SettledTargets>();
  let highest = 0;
  for (const segment of segments) {
    const scan = await readSegment(segment, options);
    for (const record of scan.records) {
      const { type, sequence, extra, offset, payload } = record;
      highest = Math.max(highest, sequence);
      if (type === recordTypes.acknowledged) done.add(sequence);
      else if (type === recordTypes.settled) settled.set(sequence, settledTargets(extra, payload));
      else if (type === recordTypes.batch) {
        const entry = { segment, offset, spanCount: extra, byteLength: payload.length, settled: undefined };
        entries.set(sequence, entry);
      }
    }
  }
  // An acknowledgement may stand before its batch, when the batch was moved to a later segment.
  for (const sequence of done) entries.delete(sequence);
  for (const [sequence, entry] of entries) {
    entry.settled = settled.get(sequence);
    entry.segment.live += 1;
  }
  return {
    segments,
    entries: new Map([...entries].sort(([a], [b]) => a - b)),
    nextSequence: highest + 1,
    nextSegmentId: (segments.at(-1)?.id ?? 0) + 1,
  };
}

async function readSegment(segment: Segment, { files, onDamaged, onCutOff }: RecoverOptions) {
  const bytes = await readIfThere(files, segment.path);
  const scan = scanSegment(bytes, segment.marker);
  segment.length = scan.end;
  for (const { from, to } of scan.damaged) {
    await onDamaged({ segment, from, bytes: bytes.subarray(from, to) });
  }
  if (scan.end < bytes.length) await onCutOff(segment, bytes.length - scan.end);
  return scan;
}

/** A file that is gone was needed by nobody: the agent that has the queue removed it while it is looked at. */
async function readIfThere(files: QueueFiles, path: string): Promise<Buffer> {
  try {
    return await files.readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw cause;
  }
}
