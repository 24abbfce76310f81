import type { BigIntStats } from "node:fs";
import type { InputStream } from "../io/input-stream.ts";
import type { OutputStream } from "../io/output-stream.ts";
import type { DirectoryEntryStream } from "./directory-entry-stream.ts";
import { type ErrorCode, failure } from "./error-code.ts";
import type {
  DescriptorFlags,
  DescriptorStat,
  DescriptorType,
  MetadataHashValue,
  NewTimestamp,
  OpenFlags,
  PathFlags,
} from "./types.ts";

/**
 * `wasi:filesystem/types.descriptor`. This class is what a component sees; what it stands for (a file, a folder, the
 * root where nothing is granted) is in the subclasses, and each function that makes no sense for one is refused here.
 */
export class Descriptor {
  /** The code for a function that this kind of descriptor does not have. */
  protected refusal(): ErrorCode {
    return "bad-descriptor";
  }

  readViaStream(_offset: bigint): InputStream {
    throw failure(this.refusal());
  }
  writeViaStream(_offset: bigint): OutputStream {
    throw failure(this.refusal());
  }
  appendViaStream(): OutputStream {
    throw failure(this.refusal());
  }
  read(_length: bigint, _offset: bigint): [Uint8Array, boolean] {
    throw failure(this.refusal());
  }
  write(_bytes: Uint8Array, _offset: bigint): bigint {
    throw failure(this.refusal());
  }
  setSize(_size: bigint): void {
    throw failure(this.refusal());
  }
  advise(_offset: bigint, _length: bigint, _advice: string): void {
    throw failure(this.refusal());
  }
  sync(): void {
    throw failure(this.refusal());
  }
  syncData(): void {
    this.sync();
  }
  getFlags(): DescriptorFlags {
    throw failure(this.refusal());
  }
  getType(): DescriptorType {
    throw failure(this.refusal());
  }
  stat(): DescriptorStat {
    throw failure(this.refusal());
  }
  setTimes(_access: NewTimestamp, _modification: NewTimestamp): void {
    throw failure(this.refusal());
  }
  metadataHash(): MetadataHashValue {
    throw failure(this.refusal());
  }
  isSameObject(other: Descriptor): boolean {
    const [mine, others] = [this.identity(), other.identity()];
    return mine !== undefined && mine.dev === others?.dev && mine.ino === others.ino;
  }
  /** What the host knows it by; undefined for what is not of the host. */
  identity(): BigIntStats | undefined {
    return undefined;
  }

  readDirectory(): DirectoryEntryStream {
    throw failure(this.refusal());
  }
  openAt(_pathFlags: PathFlags, _path: string, _openFlags: OpenFlags, _flags: DescriptorFlags): Descriptor {
    throw failure(this.refusal());
  }
  statAt(_pathFlags: PathFlags, _path: string): DescriptorStat {
    throw failure(this.refusal());
  }
  setTimesAt(_pathFlags: PathFlags, _path: string, _access: NewTimestamp, _modification: NewTimestamp): void {
    throw failure(this.refusal());
  }
  metadataHashAt(_pathFlags: PathFlags, _path: string): MetadataHashValue {
    throw failure(this.refusal());
  }
  createDirectoryAt(_path: string): void {
    throw failure(this.refusal());
  }
  removeDirectoryAt(_path: string): void {
    throw failure(this.refusal());
  }
  unlinkFileAt(_path: string): void {
    throw failure(this.refusal());
  }
  renameAt(_path: string, _newDescriptor: Descriptor, _newPath: string): void {
    throw failure(this.refusal());
  }
  linkAt(_pathFlags: PathFlags, _path: string, _newDescriptor: Descriptor, _newPath: string): void {
    throw failure(this.refusal());
  }
  symlinkAt(_target: string, _path: string): void {
    throw failure(this.refusal());
  }
  readlinkAt(_path: string): string {
    throw failure(this.refusal());
  }

  [Symbol.dispose](): void {}
}
