import { fstatSync, readSync, writeSync } from "node:fs";
import type { InputSource } from "../io/input-stream.ts";
import { IoError } from "../io/io-error.ts";
import type { OutputSink } from "../io/output-stream.ts";
import { errorCodeOf } from "./error-code.ts";
import type { HostHandle } from "./host-handle.ts";

/** Reads a file from `offset` on. Owns one share of the handle. */
export function fileSource(handle: HostHandle, offset: bigint): InputSource {
  let position = offset;
  return {
    read: (maxBytes) =>
      orIoError(() => {
        const bytes = readAt(handle.fd, maxBytes, position);
        position += BigInt(bytes.length);
        return bytes.length === 0 ? undefined : bytes;
      }),
    close: () => handle.release(),
  };
}

/** Writes to a file from `offset` on, one system call a write. Owns one share of the handle. */
export function fileSink(handle: HostHandle, offset: number): OutputSink {
  let position = offset;
  return {
    write(bytes) {
      position += orIoError(() => writeAt(handle.fd, bytes, position));
    },
    close: () => handle.release(),
  };
}

/** Writes at the end of a file that was opened to append: the system finds the end. Owns one share of the handle. */
export function appendSink(handle: HostHandle): OutputSink {
  return {
    write: (bytes) => orIoError(() => void writeAt(handle.fd, bytes, null)),
    close: () => handle.release(),
  };
}

/** The same where a file can't be opened again to append: two writers may then take the same end. */
export function endSink(handle: HostHandle): OutputSink {
  return {
    write: (bytes) => orIoError(() => void writeAt(handle.fd, bytes, fstatSync(handle.fd).size)),
    close: () => handle.release(),
  };
}

/** Up to `maxBytes` bytes at a position; fewer at the end of the file. */
export function readAt(fd: number, maxBytes: number, position: bigint): Uint8Array {
  const bytes = new Uint8Array(maxBytes);
  const length = readSync(fd, bytes, 0, maxBytes, position);
  return length === maxBytes ? bytes : bytes.slice(0, length);
}

/** Writes all of `bytes`, at a position or (null) where the descriptor stands, and gives their number. */
export function writeAt(fd: number, bytes: Uint8Array, position: number | null): number {
  let written = 0;
  while (written < bytes.length) {
    const at = position === null ? null : position + written;
    written += writeSync(fd, bytes, written, bytes.length - written, at);
  }
  return written;
}

function orIoError<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const code = errorCodeOf(thrown);
    if (code === undefined) throw thrown;
    throw new IoError(code, { filesystem: code });
  }
}
