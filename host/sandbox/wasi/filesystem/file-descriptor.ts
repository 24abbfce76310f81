import {
  type BigIntStats,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
} from "node:fs";
import { InputStream } from "../io/input-stream.ts";
import { OutputStream } from "../io/output-stream.ts";
import { Descriptor } from "./descriptor.ts";
import { type ErrorCode, failure, withErrorCodes } from "./error-code.ts";
import { appendSink, endSink, fileSink, fileSource, readAt, writeAt } from "./file-streams.ts";
import type { GrantedTree } from "./granted-tree.ts";
import type { HostHandle } from "./host-handle.ts";
import { timesOf } from "./set-times.ts";
import {
  type DescriptorFlags,
  type DescriptorStat,
  type DescriptorType,
  descriptorStatOf,
  type MetadataHashValue,
  type NewTimestamp,
} from "./types.ts";

/** Most bytes of one `read`, so that a guest can't make the host hold more. */
const maxReadBytes = 1024n * 1024n;

export interface FileDescriptorOptions {
  readonly tree: GrantedTree;
  /** Of a regular file; the descriptor owns it. */
  readonly handle: HostHandle;
  readonly flags: DescriptorFlags;
  /** As the guest named it, for messages. */
  readonly guestPath: string;
}

/** An open regular file. */
export class FileDescriptor extends Descriptor {
  readonly #tree: GrantedTree;
  readonly #handle: HostHandle;
  readonly #flags: DescriptorFlags;
  readonly #guestPath: string;

  constructor({ tree, handle, flags, guestPath }: FileDescriptorOptions) {
    super();
    this.#tree = tree;
    this.#handle = handle;
    this.#flags = flags;
    this.#guestPath = guestPath;
  }

  protected override refusal(): ErrorCode {
    return "not-directory";
  }

  override readViaStream(offset: bigint): InputStream {
    this.#requireRead();
    positionOf(offset);
    return new InputStream(fileSource(this.#handle.retain(), offset));
  }

  override writeViaStream(offset: bigint): OutputStream {
    this.#requireWrite();
    return new OutputStream(fileSink(this.#handle.retain(), positionOf(offset)));
  }

  override appendViaStream(): OutputStream {
    this.#requireWrite();
    const { kind, handles } = this.#tree;
    const handle = kind.reopen?.(handles, this.#handle, constants.O_WRONLY | constants.O_APPEND);
    return new OutputStream(handle ? appendSink(handle) : endSink(this.#handle.retain()));
  }

  override read(length: bigint, offset: bigint): [Uint8Array, boolean] {
    this.#requireRead();
    positionOf(offset);
    const maxBytes = Number(length < maxReadBytes ? length : maxReadBytes);
    const bytes = withErrorCodes(() => readAt(this.#handle.fd, maxBytes, offset));
    return [bytes, bytes.length === 0 && maxBytes > 0];
  }

  override write(bytes: Uint8Array, offset: bigint): bigint {
    this.#requireWrite();
    return BigInt(withErrorCodes(() => writeAt(this.#handle.fd, bytes, positionOf(offset))));
  }

  override setSize(size: bigint): void {
    this.#requireWrite();
    if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw failure("file-too-large");
    withErrorCodes(() => ftruncateSync(this.#handle.fd, Number(size)));
  }

  /** Advice changes nothing that a program can see; it is not passed on. */
  override advise(): void {
    this.#handle.fd;
  }

  override sync(): void {
    withErrorCodes(() => fsyncSync(this.#handle.fd));
  }

  override syncData(): void {
    withErrorCodes(() => fdatasyncSync(this.#handle.fd));
  }

  override getFlags(): DescriptorFlags {
    return this.#flags;
  }

  override getType(): DescriptorType {
    return "regular-file";
  }

  override stat(): DescriptorStat {
    return descriptorStatOf(this.identity());
  }

  override setTimes(access: NewTimestamp, modification: NewTimestamp): void {
    this.#tree.requireWrite("set the times of", this.#guestPath);
    const times = timesOf(access, modification, () => this.identity(), this.#tree.clock.now());
    withErrorCodes(() => futimesSync(this.#handle.fd, times.accessSeconds, times.modificationSeconds));
  }

  override metadataHash(): MetadataHashValue {
    return this.#tree.metadataHash(this.identity());
  }

  override identity(): BigIntStats {
    return withErrorCodes(() => fstatSync(this.#handle.fd, { bigint: true }));
  }

  override [Symbol.dispose](): void {
    this.#handle.release();
  }

  #requireRead(): void {
    if (!this.#flags.read) throw failure("bad-descriptor");
  }

  /** A file is opened to write only where the grant is to write, so there is nothing to report. */
  #requireWrite(): void {
    if (!this.#flags.write) throw failure("bad-descriptor");
  }
}

/** @throws WasiFailure `invalid` for a position that no file has. */
function positionOf(offset: bigint): number {
  if (offset > BigInt(Number.MAX_SAFE_INTEGER)) throw failure("invalid");
  return Number(offset);
}
