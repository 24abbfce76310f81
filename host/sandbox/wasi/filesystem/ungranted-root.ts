import type { OnDenied } from "../denied-use.ts";
import { Descriptor } from "./descriptor.ts";
import type { DirectoryEntryStream } from "./directory-entry-stream.ts";
import { type ErrorCode, failure } from "./error-code.ts";
import { reportUngranted } from "./granted-tree.ts";
import { absoluteGuestPath } from "./guest-path.ts";
import type {
  DescriptorFlags,
  DescriptorStat,
  DescriptorType,
  NewTimestamp,
  OpenFlags,
  PathFlags,
} from "./types.ts";

/**
 * `/` where it is not granted: an empty directory in which everything is refused. Without it a guest's C library
 * finds no directory for an ungranted path, fails by itself, and the operator never hears what was asked for.
 */
export class UngrantedRoot extends Descriptor {
  readonly #onDenied: OnDenied;

  constructor(onDenied: OnDenied) {
    super();
    this.#onDenied = onDenied;
  }

  protected override refusal(): ErrorCode {
    return "not-permitted";
  }

  override getType(): DescriptorType {
    return "directory";
  }

  override getFlags(): DescriptorFlags {
    return { read: true };
  }

  override stat(): DescriptorStat {
    return {
      type: "directory",
      linkCount: 1n,
      size: 0n,
      dataAccessTimestamp: undefined,
      dataModificationTimestamp: undefined,
      statusChangeTimestamp: undefined,
    };
  }

  override readDirectory(): DirectoryEntryStream {
    return this.#refuse("list", "/");
  }

  override openAt(_: PathFlags, path: string, openFlags: OpenFlags, flags: DescriptorFlags): Descriptor {
    if (absoluteGuestPath("/", path) === "/") return new UngrantedRoot(this.#onDenied);
    const writes = flags.write || openFlags.create || openFlags.truncate;
    return this.#refuse(writes ? "open to write" : "open", path, writes ? "write" : "read");
  }

  override statAt(_: PathFlags, path: string): DescriptorStat {
    return absoluteGuestPath("/", path) === "/" ? this.stat() : this.#refuse("stat", path);
  }

  override setTimesAt(_: PathFlags, path: string, _access: NewTimestamp, _modification: NewTimestamp): void {
    this.#refuse("set the times of", path, "write");
  }

  override createDirectoryAt(path: string): void {
    this.#refuse("create the directory", path, "write");
  }

  override removeDirectoryAt(path: string): void {
    this.#refuse("remove the directory", path, "write");
  }

  override unlinkFileAt(path: string): void {
    this.#refuse("remove", path, "write");
  }

  override renameAt(path: string): void {
    this.#refuse("rename", path, "write");
  }

  override linkAt(_: PathFlags, path: string): void {
    this.#refuse("link", path, "write");
  }

  override symlinkAt(_target: string, path: string): void {
    this.#refuse("create the link", path, "write");
  }

  override readlinkAt(path: string): string {
    return this.#refuse("read the link", path);
  }

  #refuse(asked: string, path: string, access: "read" | "write" = "read"): never {
    reportUngranted(this.#onDenied, asked, absoluteGuestPath("/", path), access);
    throw failure("not-permitted");
  }
}
