import { type Dir, type Dirent, opendirSync } from "node:fs";
import { failure, withErrorCodes } from "./error-code.ts";
import type { Closable, HostHandles } from "./host-handle.ts";
import { type DirectoryEntry, descriptorTypeOf } from "./types.ts";

/** `wasi:filesystem/types.directory-entry-stream`. Reads as it goes, so that a huge directory costs no memory. */
export class DirectoryEntryStream implements Closable {
  readonly #handles: HostHandles;
  readonly #directory: Dir;
  #isOpen = true;

  /** @param path of the host, to a directory that may be listed. */
  constructor(handles: HostHandles, path: string) {
    handles.admit();
    this.#handles = handles;
    this.#directory = withErrorCodes(() => opendirSync(path, { encoding: "buffer" as BufferEncoding }));
    handles.add(this);
  }

  /** The next entry, in no order; undefined at the end. A name that is not UTF-8 fails, and the next call goes on. */
  readDirectoryEntry(): DirectoryEntry | undefined {
    if (!this.#isOpen) throw failure("bad-descriptor");
    const entry = withErrorCodes(() => this.#directory.readSync()) as (Dirent & { name: unknown }) | null;
    return entry === null ? undefined : { type: descriptorTypeOf(entry), name: decodeName(entry.name) };
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#handles.remove(this);
    this.#directory.closeSync();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function decodeName(name: unknown): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name as Buffer);
  } catch {
    throw failure("illegal-byte-sequence");
  }
}
