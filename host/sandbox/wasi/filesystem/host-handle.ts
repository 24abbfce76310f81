import { closeSync, openSync } from "node:fs";
import type { OnDenied } from "../denied-use.ts";
import { failure, withErrorCodes } from "./error-code.ts";

/** Something of the host's that a guest keeps open. */
export interface Closable {
  close(): void;
}

/** Most that one plugin may keep open: the process has one table of descriptors for all of them. */
const maxOpen = 1024;

/**
 * What a plugin holds open on the host, counted. A worker thread that is terminated has its file descriptors closed
 * by Node; one that goes on with a new instance calls `dispose`.
 */
export class HostHandles {
  readonly #open = new Set<Closable>();
  readonly #onDenied: OnDenied;

  constructor(onDenied: OnDenied) {
    this.#onDenied = onDenied;
  }

  /**
   * Opens a path with flags of `open(2)`.
   *
   * @throws WasiFailure with the code for what went wrong; `insufficient-memory` when too much is open.
   */
  open(path: string, flags: number, mode?: number): HostHandle {
    this.admit();
    const handle = new HostHandle(
      withErrorCodes(() => openSync(path, flags, mode)),
      () => this.#open.delete(handle),
    );
    this.#open.add(handle);
    return handle;
  }

  /** @throws WasiFailure `insufficient-memory` when nothing more may be opened. */
  admit(): void {
    if (this.#open.size < maxOpen) return;
    this.#onDenied({ asked: `keep more than ${maxOpen} files and directories open` });
    throw failure("insufficient-memory");
  }

  /** Counts something that was opened elsewhere, until it is removed. */
  add(closable: Closable): void {
    this.#open.add(closable);
  }

  remove(closable: Closable): void {
    this.#open.delete(closable);
  }

  get count(): number {
    return this.#open.size;
  }

  /** Closes everything that is left. */
  dispose(): void {
    for (const closable of this.#open) closable.close();
    this.#open.clear();
  }
}

/** One open file descriptor, with as many owners as have retained it. */
export class HostHandle implements Closable {
  readonly #onClose: () => void;
  #descriptor: number | undefined;
  #owners = 1;

  constructor(descriptor: number, onClose: () => void) {
    this.#descriptor = descriptor;
    this.#onClose = onClose;
  }

  /** @throws WasiFailure `bad-descriptor` after it was closed: the number may be another's by then. */
  get fd(): number {
    if (this.#descriptor === undefined) throw failure("bad-descriptor");
    return this.#descriptor;
  }

  /** One owner more. */
  retain(): this {
    this.#owners += 1;
    return this;
  }

  /** One owner less; the last one closes. */
  release(): void {
    this.#owners -= 1;
    if (this.#owners === 0) this.close();
  }

  /** Closes, whoever else owns it. */
  close(): void {
    if (this.#descriptor === undefined) return;
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    this.#onClose();
    closeSync(descriptor);
  }
}
