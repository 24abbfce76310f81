import type { BigIntStats } from "node:fs";
import type { HostHandle, HostHandles } from "./host-handle.ts";
import type { DescriptorType } from "./types.ts";

/**
 * A directory of the host that a walk has reached. It stays the directory that it was when it was opened, whatever
 * is renamed or put in its place meanwhile.
 */
export interface Folder {
  /** A path for calls that work on the directory itself, such as listing it. */
  path(): string;
  /**
   * A path for calls that do not follow the last name: `mkdir`, `rmdir`, `unlink`, `rename`, `link`, `symlink`,
   * `readlink`, `lutimes`.
   *
   * @param name one name, not `.` nor `..`, without a separator.
   */
  entryPath(name: string): string;
  stat(): BigIntStats;
  /**
   * Looks at an entry without following a link or opening what has effects when it is opened. The caller closes what
   * it gets. Undefined when there is none.
   */
  look(name: string): Entry | undefined;
  /** Makes a regular file, which must not be there yet, and opens it with `flags`. */
  createFile(name: string, flags: number): HostHandle;
  /** Another holder of the same directory, with a life of its own. */
  retain(): Folder;
  close(): void;
}

/** How this machine holds folders. */
export interface FolderKind {
  /**
   * Opens a directory of the host by its path, following links: for the grants themselves.
   *
   * @throws WasiFailure with the code for what is wrong with it.
   */
  open(handles: HostHandles, path: string): Folder;
  /** Opens the file behind a handle once more, with other flags; absent where the system can't. */
  readonly reopen?: (handles: HostHandles, handle: HostHandle, flags: number) => HostHandle;
}

/** An entry of a folder, held: what is opened through it is what was looked at. */
export interface Entry {
  readonly type: DescriptorType;
  readonly stat: BigIntStats;
  /** Opens a regular file with flags of `open(2)`, but not `O_TRUNC`: it is checked after it was opened. */
  openFile(flags: number): HostHandle;
  /** A folder of a directory, with a life of its own. */
  toFolder(): Folder;
  close(): void;
}
