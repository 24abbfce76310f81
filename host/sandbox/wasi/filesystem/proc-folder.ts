import { type BigIntStats, closeSync, constants, fstatSync, openSync, statSync } from "node:fs";
import { failure, withErrorCodes } from "./error-code.ts";
import type { Entry, Folder } from "./folder.ts";
import type { HostHandle, HostHandles } from "./host-handle.ts";
import { isKernelFileSystem } from "./kernel-file-system.ts";
import { descriptorTypeOf } from "./types.ts";

/**
 * `O_PATH` of Linux, the same on every architecture that Node runs on: a descriptor that only points at something,
 * so that nothing happens to fifos and devices. https://man7.org/linux/man-pages/man2/open.2.html
 */
const O_PATH = 0o10000000;
const newFileMode = 0o666;

/** Whether paths through `/proc/self/fd` reach what a descriptor points at: on Linux, where `/proc` is mounted. */
export function hasProcDescriptors(): boolean {
  if (process.platform !== "linux") return false;
  const fd = openSync("/", O_PATH | constants.O_DIRECTORY);
  try {
    return statSync(`/proc/self/fd/${fd}/.`).ino === fstatSync(fd).ino;
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
}

/**
 * A folder held by a descriptor. Node has no `openat`; `/proc/self/fd/N/name` is the same: the kernel goes to the
 * directory that N points at, not by its name, and then takes one more step.
 */
export class ProcFolder implements Folder {
  readonly #handles: HostHandles;
  readonly #handle: HostHandle;
  readonly #device: bigint;

  private constructor(handles: HostHandles, handle: HostHandle, device: bigint) {
    this.#handles = handles;
    this.#handle = handle;
    this.#device = device;
  }

  /** Opens a directory of the host by its path, following links: for the grants themselves. */
  static open(handles: HostHandles, path: string): ProcFolder {
    const handle = handles.open(path, O_PATH | constants.O_DIRECTORY);
    try {
      const stat = withErrorCodes(() => fstatSync(handle.fd, { bigint: true }));
      if (isKernelFileSystem(`/proc/self/fd/${handle.fd}`)) throw failure("unsupported");
      return new ProcFolder(handles, handle, stat.dev);
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  path(): string {
    return `/proc/self/fd/${this.#handle.fd}`;
  }

  entryPath(name: string): string {
    return `/proc/self/fd/${this.#handle.fd}/${name}`;
  }

  stat(): BigIntStats {
    return withErrorCodes(() => fstatSync(this.#handle.fd, { bigint: true }));
  }

  look(name: string): Entry | undefined {
    const handle = this.#openEntry(name);
    if (handle === undefined) return undefined;
    try {
      const stat = withErrorCodes(() => fstatSync(handle.fd, { bigint: true }));
      // Only where the walk enters another mount: otherwise it is the file system that was checked before.
      if (stat.dev !== this.#device && isKernelFileSystem(`/proc/self/fd/${handle.fd}`))
        throw failure("not-permitted");
      return this.#entry(handle, stat);
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  createFile(name: string, flags: number): HostHandle {
    const exclusive = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    return this.#handles.open(this.entryPath(name), flags | exclusive, newFileMode);
  }

  retain(): Folder {
    return new ProcFolder(this.#handles, this.#handle.retain(), this.#device);
  }

  close(): void {
    this.#handle.release();
  }

  #openEntry(name: string): HostHandle | undefined {
    try {
      return this.#handles.open(this.entryPath(name), O_PATH | constants.O_NOFOLLOW);
    } catch (error) {
      if ((error as { payload?: unknown }).payload === "no-entry") return undefined;
      throw error;
    }
  }

  #entry(handle: HostHandle, stat: BigIntStats): Entry {
    const handles = this.#handles;
    return {
      type: descriptorTypeOf(stat),
      stat,
      openFile: (flags) => handles.open(`/proc/self/fd/${handle.fd}`, flags | constants.O_NOCTTY),
      toFolder: () => new ProcFolder(handles, handle.retain(), stat.dev),
      close: () => handle.release(),
    };
  }
}
