import { type BigIntStats, closeSync, constants, fsyncSync, openSync } from "node:fs";
import { Descriptor } from "./descriptor.ts";
import { DirectoryEntryStream } from "./directory-entry-stream.ts";
import { type ErrorCode, failure, withErrorCodes } from "./error-code.ts";
import type { Folder } from "./folder.ts";
import type { GrantedTree } from "./granted-tree.ts";
import { parseGuestPath } from "./guest-path.ts";
import { found, type Place } from "./place.ts";
import {
  type DescriptorFlags,
  type DescriptorStat,
  type DescriptorType,
  descriptorStatOf,
  type MetadataHashValue,
  type PathFlags,
} from "./types.ts";
import { readLinkText, walk } from "./walk.ts";

/** A path handed to one function of a descriptor. */
export interface At {
  /** What is being done, for the operator: `open`, `rename`. */
  readonly asked: string;
  readonly path: string;
  readonly follow?: boolean | undefined;
}

/** The half of a folder's descriptor that only looks. */
export abstract class FolderView extends Descriptor {
  protected readonly tree: GrantedTree;
  protected readonly folder: Folder;
  /** As the guest sees it. */
  protected readonly guestPath: string;

  /** Owns `folder`. */
  constructor(tree: GrantedTree, folder: Folder, guestPath: string) {
    super();
    this.tree = tree;
    this.folder = folder;
    this.guestPath = guestPath;
  }

  protected override refusal(): ErrorCode {
    return "is-directory";
  }

  override statAt({ symlinkFollow }: PathFlags, path: string): DescriptorStat {
    return this.at({ asked: "stat", path, follow: symlinkFollow }, (place) => descriptorStatOf(found(place)));
  }

  override metadataHashAt({ symlinkFollow }: PathFlags, path: string): MetadataHashValue {
    return this.at({ asked: "stat", path, follow: symlinkFollow }, (place) =>
      this.tree.metadataHash(found(place)),
    );
  }

  override readlinkAt(path: string): string {
    return this.at({ asked: "read the link", path }, (place) => {
      found(place);
      if (place.kind !== "entry" || place.entry.type !== "symbolic-link") throw failure("invalid");
      const text = readLinkText(place.parent, place.name);
      // It tells where things lie on the host, and could not be followed.
      if (parseGuestPath(text).isAbsolute) throw failure("not-permitted");
      return text;
    });
  }

  override readDirectory(): DirectoryEntryStream {
    return new DirectoryEntryStream(this.tree.handles, this.folder.path());
  }

  override sync(): void {
    withErrorCodes(() => {
      const fd = openSync(this.folder.path(), constants.O_RDONLY);
      try {
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    });
  }

  override getFlags(): DescriptorFlags {
    return this.tree.writable ? { read: true, mutateDirectory: true } : { read: true };
  }

  override getType(): DescriptorType {
    return "directory";
  }

  override stat(): DescriptorStat {
    return descriptorStatOf(this.identity());
  }

  override metadataHash(): MetadataHashValue {
    return this.tree.metadataHash(this.identity());
  }

  override identity(): BigIntStats {
    return this.folder.stat();
  }

  override [Symbol.dispose](): void {
    this.folder.close();
  }

  /** Goes to a path and does something there; nothing of the place may be kept. */
  protected at<T>({ asked, path, follow = false }: At, use: (place: Place) => T): T {
    const onEscape = this.onEscape(asked, path);
    return walk({
      base: this.folder,
      path,
      follow,
      onEscape,
      use: (place) => withErrorCodes(() => use(place)),
    });
  }

  protected onEscape(asked: string, path: string): (link?: string) => never {
    return (link) => this.tree.refuseEscape(asked, this.guestPath, path, link);
  }
}
