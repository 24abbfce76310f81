import { ByteBuffer } from "../json/byte-buffer";
import { byteLength, end, Range, range, start } from "../wire/range";
import { crc32 } from "./crc32";
import { Deflate } from "./deflate";

const keptCapacity: i32 = 4 * 1024 * 1024;

class GzipBuffer extends ByteBuffer {
  clear(): void {
    this.empty(keptCapacity);
  }
}

/**
 * Compresses bytes into a gzip file (https://www.rfc-editor.org/rfc/rfc1952), for bodies of requests. Holds about 500 KB
 * of tables and its last result: make one and keep it.
 *
 * ```ts
 * const gzip = new Gzip();
 * const body = gzip.compress(batch.encoded);
 * Log.debug(byteLength(body).toString() + " bytes instead of " + batch.byteLength.toString());
 * ```
 */
export class Gzip {
  private readonly buffer: GzipBuffer;
  private readonly deflate: Deflate;

  /** Makes the tables. */
  constructor() {
    const buffer = new GzipBuffer(64 * 1024);
    this.deflate = new Deflate(buffer);
    this.buffer = buffer;
  }

  /** The compressed bytes, in place: valid until the next call. */
  compress(bytes: Range): Range {
    const buffer = this.buffer;
    buffer.clear();
    const head = buffer.room(10);
    // Magic, method 8 (DEFLATE), no flags and no time; compressed fast, on an unknown system.
    store<u32>(head, 0x0008_8b1f);
    store<u32>(head, 0, 4);
    store<u16>(head, 0xff04, 8);
    buffer.wroteTo(head + 10);
    this.deflate.write(start(bytes), end(bytes));
    const tail = buffer.room(8);
    store<u32>(tail, crc32(start(bytes), end(bytes)));
    store<u32>(tail, <u32>byteLength(bytes), 4);
    buffer.wroteTo(tail + 8);
    return range(buffer.address, buffer.address + buffer.byteLength);
  }
}
