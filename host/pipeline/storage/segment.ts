import { join } from "node:path";

/** One file of the log. */
export interface Segment {
  /** Later segments have higher ones. */
  readonly id: number;
  /** 8 random bytes that begin each record of this segment and no other. */
  readonly marker: Buffer;
  readonly path: string;
  /** Bytes that hold whole records. */
  length: number;
  /** Batches in it that are still needed. */
  live: number;
}

export const markerBytes = 8;

/** Name of a segment: `<id, 10 digits>-<marker, 16 hex digits>.v1.segment`. */
const namePattern = /^(\d{10})-([0-9a-f]{16})\.v(\d+)\.segment$/;

export function createSegment(directory: string, id: number, marker: Buffer): Segment {
  const name = `${String(id).padStart(10, "0")}-${marker.toString("hex")}.v1.segment`;
  return { id, marker, path: join(directory, name), length: 0, live: 0 };
}

/**
 * The segment that a file name stands for; undefined for other files. Throws for a segment of a later format, so that
 * it is not taken for damage.
 */
export function parseSegmentName(directory: string, name: string): Segment | undefined {
  const match = namePattern.exec(name);
  if (match === null) return undefined;
  const [, id, marker, version] = match;
  if (version !== "1") {
    throw new Error(`${join(directory, name)}: expected queue format 1, found ${version}`);
  }
  return createSegment(directory, Number(id), Buffer.from(marker!, "hex"));
}
