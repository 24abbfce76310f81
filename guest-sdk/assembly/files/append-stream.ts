import { appendViaStream, filesystemErrorCode } from "../imports/filesystem";
import { dropError, dropStream } from "../imports/streams";
import { closed, writeBytes, written } from "../streams/write-bytes";
import { errorCodeName } from "./file-error";

const result = memory.data(8, 4);
const errorCode = memory.data(2, 1);
const none: i32 = -1;

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

/** Null, or the name of the error code. */
function writeAll(stream: i32, address: usize, byteLength: usize): string | null {
  const error = writeBytes(stream, address, byteLength);
  if (error == written) return null;
  if (error == closed) return "closed";
  filesystemErrorCode(error, errorCode);
  const name = load<u8>(errorCode) == 1 ? errorCodeName(load<u8>(errorCode, 1)) : "io";
  dropError(error);
  return name;
}
