import { type Descriptor, filesystemErrorCode, type OutputStream } from "wasi:filesystem/types@0.2.12";
import type { StreamError } from "wasi:io/streams@0.2.12";
import type { TextFile } from "./file-exporter.ts";
import { findDirectory } from "./granted-directories.ts";

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

  write(text: string): string | undefined {
    const problem = attempt(`write to ${this.#path}`, () => {
      this.#stream ??= this.#descriptor.appendViaStream();
      writeAll(this.#stream, new TextEncoder().encode(text));
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

function writeAll(stream: OutputStream, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) {
    const permitted = Number(stream.checkWrite());
    if (permitted > 0) stream.write(bytes.subarray(from, from + permitted));
    from += permitted;
    // Empties a full buffer, and brings out the errors of what was written.
    if (permitted === 0 || from >= bytes.length) stream.blockingFlush();
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
