import { blockingFlush, blockingWriteAndFlush, checkWrite, writeStream } from "../imports/streams";

const result = memory.data(16, 8);

/** `blocking-write-and-flush` takes no more than this in one call (wasi:io@0.2.0). */
const singleCallBytes: usize = 4096;

/** What `writeBytes` gives when all is written. */
export const written: i32 = -2;
/** What `writeBytes` gives when the stream is closed. */
export const closed: i32 = -1;

/** Writes all bytes to a stream: `written`, `closed`, or the handle of the error, which the caller has to drop. */
export function writeBytes(stream: i32, address: usize, byteLength: usize): i32 {
  if (byteLength <= singleCallBytes) {
    blockingWriteAndFlush(stream, address, byteLength, result);
    return load<u8>(result) == 0 ? written : failure(4);
  }
  const limit = address + byteLength;
  while (address < limit) {
    checkWrite(stream, result);
    if (load<u8>(result) != 0) return failure(8);
    const permitted = load<u64>(result, 8);
    if (permitted > 0) {
      const piece = <usize>min(permitted, <u64>(limit - address));
      writeStream(stream, address, piece, result);
      if (load<u8>(result) != 0) return failure(4);
      address += piece;
    }
    // Empties a full buffer, and brings out the errors of what was written.
    if (permitted == 0 || address == limit) {
      blockingFlush(stream, result);
      if (load<u8>(result) != 0) return failure(4);
    }
  }
  return written;
}

/** Of the `stream-error` that lies in `result`. */
function failure(offset: usize): i32 {
  return load<u8>(result + offset) == 1 ? closed : load<i32>(result + offset, 4);
}
