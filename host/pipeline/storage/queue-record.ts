import { crc32 } from "node:zlib";
import type { SettledTargets } from "../entry.ts";
import { markerBytes } from "./segment.ts";

/**
 * What a record says. `batch`: payload = OTLP bytes, `extra` = span count. `acknowledged`: the batch with this
 * sequence is done with, no payload. `settled`: some trace exporters are done with it; `extra` = their number, payload
 * = one bit for each, lowest first.
 */
export const recordTypes = { batch: 1, acknowledged: 2, settled: 3 } as const;

export interface QueueRecord {
  readonly type: number;
  readonly sequence: number;
  readonly extra: number;
  readonly payload: Uint8Array;
}

/**
 * The header of a record, 36 bytes, numbers little endian: marker (8 bytes), type (u32), payload length (u32),
 * sequence (u64), extra (u32), CRC-32 of the payload (u32), CRC-32 of the 32 bytes before (u32). The payload follows.
 * CRC-32 is that of zlib. See docs/queue-format.md.
 */
export interface RecordHeader {
  readonly type: number;
  readonly payloadLength: number;
  readonly sequence: number;
  readonly extra: number;
  readonly payloadCrc: number;
}

export const headerBytes = 36;
const checkedBytes = 32;
const twoTo32 = 2 ** 32;
export const noBytes = new Uint8Array(0);

export function encodeHeader(record: QueueRecord, marker: Buffer): Buffer {
  const header = Buffer.allocUnsafe(headerBytes);
  marker.copy(header, 0, 0, markerBytes);
  header.writeUInt32LE(record.type, 8);
  header.writeUInt32LE(record.payload.length, 12);
  header.writeUInt32LE(record.sequence % twoTo32, 16);
  header.writeUInt32LE(Math.floor(record.sequence / twoTo32), 20);
  header.writeUInt32LE(record.extra, 24);
  header.writeUInt32LE(record.payload.length === 0 ? 0 : crc32(record.payload), 28);
  header.writeUInt32LE(crc32(header.subarray(0, checkedBytes)), checkedBytes);
  return header;
}

/** Undefined when there is no sound header at `offset`. */
export function decodeHeader(bytes: Buffer, offset: number, marker: Buffer): RecordHeader | undefined {
  if (offset + headerBytes > bytes.length) return undefined;
  const header = bytes.subarray(offset, offset + headerBytes);
  if (header.readUInt32LE(checkedBytes) !== crc32(header.subarray(0, checkedBytes))) return undefined;
  if (header.compare(marker, 0, markerBytes, 0, markerBytes) !== 0) return undefined;
  return {
    type: header.readUInt32LE(8),
    payloadLength: header.readUInt32LE(12),
    sequence: header.readUInt32LE(16) + header.readUInt32LE(20) * twoTo32,
    extra: header.readUInt32LE(24),
    payloadCrc: header.readUInt32LE(28),
  };
}

export const isPayloadSound = ({ payloadCrc, payloadLength }: RecordHeader, payload: Uint8Array) =>
  payload.length === payloadLength && (payloadLength === 0 ? 0 : crc32(payload)) === payloadCrc;

export function settledRecord(sequence: number, { width, targets }: SettledTargets): QueueRecord {
  const payload = new Uint8Array(Math.ceil(width / 8));
  for (const target of targets) payload[target >> 3]! |= 1 << (target & 7);
  return { type: recordTypes.settled, sequence, extra: width, payload };
}

export function settledTargets(width: number, payload: Uint8Array): SettledTargets {
  const targets: number[] = [];
  for (let target = 0; target < Math.min(width, payload.length * 8); target += 1) {
    if ((payload[target >> 3]! & (1 << (target & 7))) !== 0) targets.push(target);
  }
  return { width, targets };
}
