import { decodeHeader, headerBytes, isPayloadSound, type RecordHeader } from "./queue-record.ts";

export interface FoundRecord extends RecordHeader {
  /** Where its header begins. */
  readonly offset: number;
  readonly payload: Buffer;
}

export interface SegmentScan {
  readonly records: readonly FoundRecord[];
  /** Byte ranges that are no sound record. */
  readonly damaged: readonly { readonly from: number; readonly to: number }[];
  /** Where a record begins whose end was never written; the length when there is none. */
  readonly end: number;
}

/**
 * Finds the records of a segment. After damage it goes on at the next sound header: the marker, which only this
 * segment's writer knows, keeps bytes inside a payload from passing for a record.
 */
export function scanSegment(bytes: Buffer, marker: Buffer): SegmentScan {
  const records: FoundRecord[] = [];
  const damaged: { from: number; to: number }[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const header = decodeHeader(bytes, offset, marker);
    if (header === undefined) {
      const next = findHeader(bytes, offset + 1, marker);
      if (next === undefined && isCutOff(bytes.subarray(offset))) break;
      damaged.push({ from: offset, to: next ?? bytes.length });
      offset = next ?? bytes.length;
      continue;
    }
    const end = offset + headerBytes + header.payloadLength;
    if (end > bytes.length) break;
    const payload = bytes.subarray(offset + headerBytes, end);
    if (isPayloadSound(header, payload)) records.push({ ...header, offset, payload });
    else damaged.push({ from: offset, to: end });
    offset = end;
  }
  return { records, damaged, end: offset };
}

function findHeader(bytes: Buffer, from: number, marker: Buffer): number | undefined {
  for (let at = bytes.indexOf(marker, from); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    if (decodeHeader(bytes, at, marker) !== undefined) return at;
  }
  return undefined;
}

/** Less than a header, or room that a file system gave and never filled. */
const isCutOff = (rest: Buffer) => rest.length < headerBytes || rest.every((byte) => byte === 0);
