import { appendViaStream, filesystemErrorCode } from "../imports/filesystem";
import {
  blockingFlush,
  blockingWriteAndFlush,
  checkWrite,
  dropError,
  dropStream,
  writeStream,
} from "../imports/streams";
import { errorCodeName } from "./file-error";

const result = memory.data(16, 8);
const errorCode = memory.data(2, 1);
const none: i32 = -1;

/** `blocking-write-and-flush` takes no more than this in one call (wasi:io@0.2.0). */
const singleCallBytes: usize = 4096;

/** The stream at the end of a file. One that has failed is of no more use in WASI: the next write takes another. */
export class AppendStream {
  private handle: i32 = none;

  constructor(private readonly descriptor: i32) {}

  /** Takes a stream if there is none. Null, or the name of the error code. */
  open(): string | null {
    if (this.handle != none) return null;
    appendViaStream(this.descriptor, result);
    if (load<u8>(result) != 0) return errorCodeName(load<u8>(result, 4));
    this.handle = load<i32>(result, 4);
    return null;
  }

  /** Writes all bytes. Null, or the name of the error code. */
  write(address: usize, byteLength: usize): string | null {
    const failure = this.open();
    if (failure !== null) return failure;
    const code = writeAll(this.handle, address, byteLength);
    if (code !== null) this.close();
    return code;
  }

  /** Lets go of the stream. It has to go before its descriptor. */
  close(): void {
    if (this.handle != none) dropStream(this.handle);
    this.handle = none;
  }
}

function writeAll(stream: i32, address: usize, byteLength: usize): string | null {
  if (byteLength <= singleCallBytes) {
    blockingWriteAndFlush(stream, address, byteLength, result);
    return load<u8>(result) == 0 ? null : streamError(4);
  }
  const limit = address + byteLength;
  while (address < limit) {
    checkWrite(stream, result);
    if (load<u8>(result) != 0) return streamError(8);
    const permitted = load<u64>(result, 8);
    if (permitted > 0) {
      const piece = <usize>min(permitted, <u64>(limit - address));
      writeStream(stream, address, piece, result);
      if (load<u8>(result) != 0) return streamError(4);
      address += piece;
    }
    // Empties a full buffer, and brings out the errors of what was written.
    if (permitted == 0 || address == limit) {
      blockingFlush(stream, result);
      if (load<u8>(result) != 0) return streamError(4);
    }
  }
  return null;
}

/** Names the `stream-error` that lies in `result`, and lets go of it. */
function streamError(offset: usize): string {
  if (load<u8>(result + offset) == 1) return "closed";
  const error = load<i32>(result + offset, 4);
  filesystemErrorCode(error, errorCode);
  const name = load<u8>(errorCode) == 1 ? errorCodeName(load<u8>(errorCode, 1)) : "io";
  dropError(error);
  return name;
}
