import type { QueueFiles } from "./queue-files.ts";
import { decodeHeader, headerBytes, isPayloadSound, recordTypes } from "./queue-record.ts";
import type { IndexEntry } from "./recover-segments.ts";

export interface ReadRecord {
  /** On shared memory, so that workers need no copy; undefined when the record is damaged. */
  readonly payload: Uint8Array | undefined;
  /** What the file has in the record's place. */
  readonly found: Buffer;
}

/** Reads one batch back and checks it. Rejects when the file can't be read. */
export async function readRecord(
  files: QueueFiles,
  { segment, offset, byteLength }: IndexEntry,
  sequence: number,
): Promise<ReadRecord> {
  const record = Buffer.from(new SharedArrayBuffer(headerBytes + byteLength));
  const handle = await files.open(segment.path, "r");
  let bytesRead: number;
  try {
    ({ bytesRead } = await handle.read(record, 0, record.length, offset));
  } finally {
    await handle.close();
  }
  const found = record.subarray(0, bytesRead);
  const header = decodeHeader(found, 0, segment.marker);
  const payload = new Uint8Array(record.buffer, headerBytes, byteLength);
  const isSound =
    header !== undefined &&
    bytesRead === record.length &&
    header.type === recordTypes.batch &&
    header.sequence === sequence &&
    isPayloadSound(header, payload);
  return { payload: isSound ? payload : undefined, found };
}
