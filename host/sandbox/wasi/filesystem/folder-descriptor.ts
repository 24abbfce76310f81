import {
  type BigIntStats,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import { Descriptor } from "./descriptor.ts";
import { DirectoryEntryStream } from "./directory-entry-stream.ts";
import { type ErrorCode, failure, withErrorCodes } from "./error-code.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import type { Folder } from "./folder.ts";
import type { GrantedTree } from "./granted-tree.ts";
import { absoluteGuestPath, parseGuestPath } from "./guest-path.ts";
import { leadsOut } from "./link-target.ts";
import { openAt } from "./open-at.ts";
import { found, newName, type Place } from "./place.ts";
import { timesOf } from "./set-times.ts";
import {
  type DescriptorFlags,
  type DescriptorStat,
  type DescriptorType,
  descriptorStatOf,
  type MetadataHashValue,
  type NewTimestamp,
  type OpenFlags,
  type PathFlags,
} from "./types.ts";
import { readLinkText, walk } from "./walk.ts";

/** A path handed to one function of a descriptor. */
interface At {
  /** What is being done, for the operator: `open`, `rename`. */
  readonly asked: string;
  readonly path: string;
  readonly follow?: boolean | undefined;
}

/** A granted directory, or one inside it. All paths start here and can't go above. */
export class FolderDescriptor extends Descriptor {
  readonly #tree: GrantedTree;
  readonly #folder: Folder;
  readonly #guestPath: string;

  /** Owns `folder`. */
  constructor(tree: GrantedTree, folder: Folder, guestPath: string) {
    super();
    this.#tree = tree;
    this.#folder = folder;
    this.#guestPath = guestPath;
  }

  protected override refusal(): ErrorCode {
    return "is-directory";
  }

  override openAt(
    pathFlags: PathFlags,
    path: string,
    openFlags: OpenFlags,
    flags: DescriptorFlags,
  ): Descriptor {
    const tree = this.#tree;
    const guestPath = absoluteGuestPath(this.#guestPath, path);
    const onEscape = this.#onEscape("open", path);
    const opened = openAt({
      tree,
      base: this.#folder,
      path,
      guestPath,
      pathFlags,
      openFlags,
      flags,
      onEscape,
    });
    return opened.kind === "folder"
      ? new FolderDescriptor(tree, opened.folder, guestPath)
      : new FileDescriptor({ tree, handle: opened.handle, flags, guestPath });
  }

  override statAt({ symlinkFollow }: PathFlags, path: string): DescriptorStat {
    return this.#at({ asked: "stat", path, follow: symlinkFollow }, (place) =>
      descriptorStatOf(found(place)),
    );
  }

  override metadataHashAt({ symlinkFollow }: PathFlags, path: string): MetadataHashValue {
    return this.#at({ asked: "stat", path, follow: symlinkFollow }, (place) =>
      this.#tree.metadataHash(found(place)),
    );
  }

  override readlinkAt(path: string): string {
    return this.#at({ asked: "read the link", path }, (place) => {
      found(place);
      if (place.kind !== "entry" || place.entry.type !== "symbolic-link") throw failure("invalid");
      const text = readLinkText(place.parent, place.name);
      // It tells where things lie on the host, and could not be followed.
      if (parseGuestPath(text).isAbsolute) throw failure("not-permitted");
      return text;
    });
  }

  override setTimesAt(
    { symlinkFollow }: PathFlags,
    path: string,
    access: NewTimestamp,
    modification: NewTimestamp,
  ): void {
    this.#change({ asked: "set the times of", path, follow: symlinkFollow }, (place) => {
      const { accessSeconds, modificationSeconds } = timesOf(
        access,
        modification,
        () => found(place),
        this.#tree.clock.now(),
      );
      found(place);
      if (place.kind === "here") utimesSync(place.folder.path(), accessSeconds, modificationSeconds);
      if (place.kind === "entry") {
        lutimesSync(place.parent.entryPath(place.name), accessSeconds, modificationSeconds);
      }
    });
  }

  override createDirectoryAt(path: string): void {
    this.#change({ asked: "create the directory", path }, (place) => {
      if (place.kind !== "missing") throw failure("exist");
      mkdirSync(place.parent.entryPath(place.name));
    });
  }

  override removeDirectoryAt(path: string): void {
    this.#change({ asked: "remove the directory", path }, (place) => {
      found(place);
      if (place.kind !== "entry") throw failure("busy");
      if (place.entry.type !== "directory") throw failure("not-directory");
      rmdirSync(place.parent.entryPath(place.name));
    });
  }

  override unlinkFileAt(path: string): void {
    this.#change({ asked: "remove", path }, (place) => {
      found(place);
      if (place.kind !== "entry" || place.entry.type === "directory") throw failure("is-directory");
      unlinkSync(place.parent.entryPath(place.name));
    });
  }

  override symlinkAt(target: string, path: string): void {
    this.#change({ asked: "create the link", path }, (place) => {
      const linkPath = absoluteGuestPath(this.#guestPath, path);
      if (leadsOut(this.#tree.guestPath, linkPath, target)) {
        this.#tree.refuse(`create a symbolic link that leads out of ${this.#tree.guestPath}`);
      }
      symlinkSync(target, newName(place));
    });
  }

  override linkAt({ symlinkFollow }: PathFlags, path: string, target: Descriptor, newPath: string): void {
    const other = this.#inSameTree(target);
    this.#change({ asked: "link", path, follow: symlinkFollow }, (place) => {
      found(place);
      // Directories, and what must not be opened anyway.
      if (place.kind !== "entry" || !["regular-file", "symbolic-link"].includes(place.entry.type)) {
        throw failure("not-permitted");
      }
      const from = place.parent.entryPath(place.name);
      other.#change({ asked: "create the link", path: newPath }, (to) => linkSync(from, newName(to)));
    });
  }

  override renameAt(path: string, target: Descriptor, newPath: string): void {
    const other = this.#inSameTree(target);
    this.#change({ asked: "rename", path }, (place) => {
      found(place);
      if (place.kind !== "entry") throw failure("busy");
      const from = place.parent.entryPath(place.name);
      other.#change({ asked: "rename to", path: newPath }, (to) => {
        if (to.kind === "here") throw failure("busy");
        if (to.kind === "missing" && to.mustBeDirectory && place.entry.type !== "directory") {
          throw failure("not-directory");
        }
        renameSync(from, to.parent.entryPath(to.name));
      });
    });
  }

  override readDirectory(): DirectoryEntryStream {
    return new DirectoryEntryStream(this.#tree.handles, this.#folder.path());
  }

  override sync(): void {
    withErrorCodes(() => {
      const fd = openSync(this.#folder.path(), constants.O_RDONLY);
      try {
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    });
  }

  override setTimes(access: NewTimestamp, modification: NewTimestamp): void {
    this.setTimesAt({}, ".", access, modification);
  }

  override getFlags(): DescriptorFlags {
    return this.#tree.writable ? { read: true, mutateDirectory: true } : { read: true };
  }

  override getType(): DescriptorType {
    return "directory";
  }

  override stat(): DescriptorStat {
    return descriptorStatOf(this.identity());
  }

  override metadataHash(): MetadataHashValue {
    return this.#tree.metadataHash(this.identity());
  }

  override identity(): BigIntStats {
    return this.#folder.stat();
  }

  override [Symbol.dispose](): void {
    this.#folder.close();
  }

  #at<T>({ asked, path, follow = false }: At, use: (place: Place) => T): T {
    const onEscape = this.#onEscape(asked, path);
    return walk({
      base: this.#folder,
      path,
      follow,
      onEscape,
      use: (place) => withErrorCodes(() => use(place)),
    });
  }

  #change(at: At, use: (place: Place) => void): void {
    this.#tree.requireWrite(at.asked, absoluteGuestPath(this.#guestPath, at.path));
    this.#at(at, use);
  }

  #onEscape(asked: string, path: string): (link?: string) => never {
    return (link) => this.#tree.refuseEscape(asked, this.#guestPath, path, link);
  }

  /** Between two grants nothing is moved or linked: one may be to read only. */
  #inSameTree(other: Descriptor): FolderDescriptor {
    if (!(other instanceof FolderDescriptor)) throw failure("not-directory");
    if (other.#tree !== this.#tree) throw failure("cross-device");
    return other;
  }
}
