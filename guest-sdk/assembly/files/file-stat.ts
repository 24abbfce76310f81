import { FileError } from "./file-error";

/** What is known of a file; with `error`, nothing is. */
export class FileStat {
  private constructor(
    /** Why nothing is known; null when all is good. */
    readonly error: FileError | null,
    /** Bytes. */
    readonly size: u64,
    /** Nanoseconds since the Unix epoch; 0 when unknown. */
    readonly modifiedUnixNano: u64,
    /** Whether it is a file, not a directory, device or pipe. */
    readonly isRegularFile: bool,
  ) {}

  /** @internal Reads the record `descriptor-stat` of wasi:filesystem@0.2.0. */
  static read(record: usize): FileStat {
    const hasModified = load<u8>(record, 48) != 0;
    const modified = hasModified ? load<u64>(record, 56) * 1_000_000_000 + load<u32>(record, 64) : 0;
    return new FileStat(null, load<u64>(record, 16), modified, load<u8>(record) == regularFile);
  }

  /** @internal */
  static failed(error: FileError): FileStat {
    return new FileStat(error, 0, 0, false);
  }
}

const regularFile: u8 = 6;
