import { type BigIntStats, constants, fstatSync, lstatSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { failure, withErrorCodes } from "./error-code.ts";
import type { Entry, Folder } from "./folder.ts";
import type { HostHandle, HostHandles } from "./host-handle.ts";
import { descriptorTypeOf } from "./types.ts";

const newFileMode = 0o666;
/** Both are absent on Windows. */
const noFollow = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** On Windows: what names a device, a stream of a file, a path, or another name than it says. */
const windowsTrap = /[\\/:*?"<>|]|\p{Cc}|[. ]$|^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/iu;

/** How often a file that was opened is compared with what its name stands for. */
const comparisons = 3;

/**
 * A folder where a descriptor gives no path to it: macOS, Windows, Linux without `/proc`. It is known by device and
 * inode; these are compared, up to the granted directory, before each use, and again, with those of the file, after
 * one was opened. The guest itself can't act in between. Another process that may write to the granted directory
 * can: by swapping a directory for a link in the instant between check and call it can have an empty file, a
 * directory or a link made elsewhere, or one removed; to have another file read or written, it has to swap back and
 * forth in time with every comparison.
 */
export class CheckedFolder implements Folder {
  readonly #handles: HostHandles;
  readonly #path: string;
  readonly #identity: BigIntStats;
  readonly #parent: CheckedFolder | undefined;

  private constructor(handles: HostHandles, path: string, identity: BigIntStats, parent?: CheckedFolder) {
    this.#handles = handles;
    this.#path = path;
    this.#identity = identity;
    this.#parent = parent;
  }

  /** Opens a directory of the host by its path, following links: for the grants themselves. */
  static open(handles: HostHandles, path: string): CheckedFolder {
    const real = withErrorCodes(() => realpathSync(path));
    const stat = statOf(real);
    if (!stat.isDirectory()) throw failure("not-directory");
    return new CheckedFolder(handles, real, stat);
  }

  path(): string {
    this.#check();
    return this.#path;
  }

  entryPath(name: string): string {
    if (process.platform === "win32" && windowsTrap.test(name)) throw failure("invalid");
    this.#check();
    return join(this.#path, name);
  }

  stat(): BigIntStats {
    this.#check();
    return statOf(this.#path);
  }

  look(name: string): Entry | undefined {
    const path = this.entryPath(name);
    const stat = withErrorCodes(() => lstatSync(path, { bigint: true, throwIfNoEntry: false }));
    if (stat === undefined) return undefined;
    return {
      type: descriptorTypeOf(stat),
      stat,
      openFile: (flags) => this.#open(path, flags, stat),
      toFolder: () => new CheckedFolder(this.#handles, path, stat, this),
      close() {},
    };
  }

  createFile(name: string, flags: number): HostHandle {
    const path = this.entryPath(name);
    return this.#open(path, flags | constants.O_CREAT | constants.O_EXCL);
  }

  retain(): Folder {
    return this;
  }

  close(): void {}

  #open(path: string, flags: number, expected?: BigIntStats): HostHandle {
    const handle = this.#handles.open(path, flags | noFollow, newFileMode);
    try {
      const found = withErrorCodes(() => fstatSync(handle.fd, { bigint: true }));
      if (expected !== undefined && !isSame(found, expected)) throw failure("access");
      for (let comparison = 0; comparison < comparisons; comparison += 1) {
        this.#check();
        if (!isSame(found, statOf(path))) throw failure("access");
      }
      this.#check();
      return handle;
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  #check(): void {
    if (this.#parent !== undefined) this.#parent.#check();
    if (!isSame(statOf(this.#path), this.#identity)) throw failure("no-entry");
  }
}

function statOf(path: string): BigIntStats {
  return withErrorCodes(() => lstatSync(path, { bigint: true }));
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.dev === b.dev && a.ino === b.ino && (a.mode & 0o170000n) === (b.mode & 0o170000n);
}
