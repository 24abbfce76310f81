import { type Descriptor, filesystemErrorCode, type OutputStream } from "wasi:filesystem/types@0.2.12";
import type { StreamError } from "wasi:io/streams@0.2.12";
import type { TextFile } from "./file-exporter.ts";
import { findDirectory } from "./granted-directories.ts";

const blockBytes = 256 * 1024;

/** A file in a directory that the config grants for writing, open at its end. Problems are texts that name the path. */
export class AppendFile implements TextFile {
  readonly #path: string;
  readonly #descriptor: Descriptor;
  /** One that has failed is of no more use in WASI: the next write takes another. */
  #stream: OutputStream | undefined;

  private constructor(path: string, descriptor: Descriptor) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  /** Opens a file to write at its end; makes it where there is none. */
  static open(path: string): { readonly file: AppendFile } | { readonly problem: string } {
    const found = findDirectory(path);
    if ("hint" in found) return { problem: `can't open ${path}: not-permitted (${found.hint})` };
    const { directory, inside } = found;
    let file: AppendFile | undefined;
    const problem = attempt(`open ${path}`, () => {
      file = new AppendFile(
        path,
        directory.openAt({ symlinkFollow: true }, inside, { create: true }, { write: true }),
      );
      file.#stream = file.#descriptor.appendViaStream();
    });
    if (file !== undefined && problem === undefined) return { file };
    file?.close();
    return { problem: problem ?? "" };
  }

  write(pieces: readonly string[]): string | undefined {
    const problem = attempt(`write to ${this.#path}`, () => {
      this.#stream ??= this.#descriptor.appendViaStream();
      for (const bytes of blocksOf(pieces)) writeAll(this.#stream, bytes);
      this.#stream.blockingFlush();
    });
    if (problem !== undefined) this.#dropStream();
    return problem;
  }

  /** Waits until data and metadata are on the disk. */
  sync(): string | undefined {
    return attempt(`sync ${this.#path}`, () => this.#descriptor.sync());
  }

  /** Can't fail: `sync` before it, to hear of errors. */
  close(): void {
    this.#dropStream();
    this.#descriptor[Symbol.dispose]();
  }

  /** It has to go before its descriptor. */
  #dropStream(): void {
    this.#stream?.[Symbol.dispose]();
    this.#stream = undefined;
  }
}

/** The pieces in UTF-8, in blocks that are each valid until the next: one call for each piece would be slow. */
function* blocksOf(pieces: readonly string[]): Generator<Uint8Array> {
  const block = new Uint8Array(blockBytes);
  let length = 0;
  for (let piece of pieces) {
    while (piece !== "") {
      const { read, written } = new TextEncoder().encodeInto(piece, block.subarray(length));
      piece = piece.slice(read);
      length += written;
      if (piece === "") break;
      yield block.subarray(0, length);
      length = 0;
    }
  }
  yield block.subarray(0, length);
}

function writeAll(stream: OutputStream, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) {
    const permitted = Number(stream.checkWrite());
    stream.write(bytes.subarray(from, from + permitted));
    from += permitted;
    // A full buffer is emptied.
    if (permitted === 0) stream.blockingFlush();
  }
}

/** Calls into WASI, whose errors are thrown with the standard's value as `payload`. Anything else goes on upwards. */
function attempt(what: string, call: () => void): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    const payload = (error as { payload?: unknown }).payload;
    if (payload === undefined) throw error;
    return `can't ${what}: ${typeof payload === "string" ? payload : streamErrorCode(payload as StreamError)}`;
  }
}

function streamErrorCode(error: StreamError): string {
  if (error.tag === "closed") return "closed";
  const code = filesystemErrorCode(error.val) ?? "io";
  error.val[Symbol.dispose]();
  return code;
}
