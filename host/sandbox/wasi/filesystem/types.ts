import type { BigIntStats } from "node:fs";
import type { Datetime } from "../clocks.ts";

/** The records of `wasi:filesystem/types`, as compiled components hand them over. */
export type DescriptorType =
  | "unknown"
  | "block-device"
  | "character-device"
  | "directory"
  | "fifo"
  | "symbolic-link"
  | "regular-file"
  | "socket";

export interface DescriptorFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly fileIntegritySync?: boolean;
  readonly dataIntegritySync?: boolean;
  readonly requestedWriteSync?: boolean;
  readonly mutateDirectory?: boolean;
}

export interface PathFlags {
  readonly symlinkFollow?: boolean;
}

export interface OpenFlags {
  readonly create?: boolean;
  readonly directory?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}

export interface DescriptorStat {
  readonly type: DescriptorType;
  readonly linkCount: bigint;
  readonly size: bigint;
  readonly dataAccessTimestamp: Datetime | undefined;
  readonly dataModificationTimestamp: Datetime | undefined;
  readonly statusChangeTimestamp: Datetime | undefined;
}

export type NewTimestamp =
  | { readonly tag: "no-change" }
  | { readonly tag: "now" }
  | { readonly tag: "timestamp"; readonly val: Datetime };

export interface MetadataHashValue {
  readonly lower: bigint;
  readonly upper: bigint;
}

export interface DirectoryEntry {
  readonly type: DescriptorType;
  readonly name: string;
}

/** What a directory entry and a stat have in common in `node:fs`. */
interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

export function descriptorTypeOf(kind: Kind): DescriptorType {
  if (kind.isFile()) return "regular-file";
  if (kind.isDirectory()) return "directory";
  if (kind.isSymbolicLink()) return "symbolic-link";
  if (kind.isFIFO()) return "fifo";
  if (kind.isSocket()) return "socket";
  if (kind.isBlockDevice()) return "block-device";
  return kind.isCharacterDevice() ? "character-device" : "unknown";
}

export function descriptorStatOf(stat: BigIntStats): DescriptorStat {
  return {
    type: descriptorTypeOf(stat),
    linkCount: stat.nlink,
    size: stat.size,
    dataAccessTimestamp: datetimeOf(stat.atimeNs),
    dataModificationTimestamp: datetimeOf(stat.mtimeNs),
    statusChangeTimestamp: datetimeOf(stat.ctimeNs),
  };
}

/** WASI has no time before 1970. */
function datetimeOf(nanos: bigint): Datetime | undefined {
  if (nanos < 0n) return undefined;
  return { seconds: nanos / 1_000_000_000n, nanoseconds: Number(nanos % 1_000_000_000n) };
}
