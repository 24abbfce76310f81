import {
  linkSync,
  lutimesSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import type { Descriptor } from "./descriptor.ts";
import { failure } from "./error-code.ts";
import { FileDescriptor } from "./file-descriptor.ts";
import { type At, FolderView } from "./folder-view.ts";
import { absoluteGuestPath } from "./guest-path.ts";
import { leadsDown } from "./link-target.ts";
import { openAt } from "./open-at.ts";
import { found, newName, type Place } from "./place.ts";
import { timesOf } from "./set-times.ts";
import type { DescriptorFlags, NewTimestamp, OpenFlags, PathFlags } from "./types.ts";
import { readLinkText } from "./walk.ts";

/** A granted directory, or one inside it. All paths start here and can't go above. */
export class FolderDescriptor extends FolderView {
  override openAt(
    pathFlags: PathFlags,
    path: string,
    openFlags: OpenFlags,
    flags: DescriptorFlags,
  ): Descriptor {
    const tree = this.tree;
    const guestPath = absoluteGuestPath(this.guestPath, path);
    const onEscape = this.onEscape("open", path);
    const opened = openAt({
      tree,
      base: this.folder,
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
        this.tree.clock.now(),
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
      if (!leadsDown(target)) this.tree.refuse("create a symbolic link that is absolute or has .. in it");
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
      this.#requireMovable(place);
      const from = place.parent.entryPath(place.name);
      other.#change({ asked: "create the link", path: newPath }, (to) => linkSync(from, newName(to)));
    });
  }

  override renameAt(path: string, target: Descriptor, newPath: string): void {
    const other = this.#inSameTree(target);
    this.#change({ asked: "rename", path }, (place) => {
      found(place);
      if (place.kind !== "entry") throw failure("busy");
      this.#requireMovable(place);
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

  override setTimes(access: NewTimestamp, modification: NewTimestamp): void {
    this.setTimesAt({}, ".", access, modification);
  }

  #change(at: At, use: (place: Place) => void): void {
    this.tree.requireWrite(at.asked, absoluteGuestPath(this.guestPath, at.path));
    this.at(at, use);
  }

  /** A link of the operator's that stays inside where it lies may lead out from elsewhere. */
  #requireMovable({ parent, name, entry }: Place & { readonly kind: "entry" }): void {
    if (entry.type === "symbolic-link" && !leadsDown(readLinkText(parent, name))) {
      this.tree.refuse("move or link a symbolic link that is absolute or has .. in it");
    }
  }

  /** Between two grants nothing is moved or linked: one may be to read only. */
  #inSameTree(other: Descriptor): FolderDescriptor {
    if (!(other instanceof FolderDescriptor)) throw failure("not-directory");
    if (other.tree !== this.tree) throw failure("cross-device");
    return other;
  }
}
