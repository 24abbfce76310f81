const initialCapacityBytes = 64 * 1024;

/**
 * Writes protobuf from the end to the front: the last field first, and within a field the value before its length
 * and tag. A message's length is then known when its header is due, and nothing has to be measured first or moved
 * afterwards.
 */
export class BackwardWriter {
  #buffer: Buffer;
  /** Index of the first written byte. */
  #start: number;

  constructor(capacityBytes = initialCapacityBytes) {
    this.#buffer = Buffer.allocUnsafe(capacityBytes);
    this.#start = this.#buffer.length;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#buffer.length - this.#start;
  }

  /** All that was written, copied to a `SharedArrayBuffer` of its exact size. */
  toShared(): Uint8Array {
    const bytes = new Uint8Array(new SharedArrayBuffer(this.length));
    bytes.set(this.#buffer.subarray(this.#start));
    return bytes;
  }

  /** All that was written, in a buffer of its own. */
  toBuffer(): Buffer {
    return Buffer.from(this.#buffer.subarray(this.#start));
  }

  tag(fieldNumber: number, wireType: number): void {
    this.varint(fieldNumber * 8 + wireType);
  }

  /** An integer from 0 to 2^53-1. */
  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    let position = this.#reserve(size);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[position++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[position] = rest;
  }

  /** An integer from -2^63 to 2^64-1; a negative one takes ten bytes, as int64 and int32 do. */
  bigVarint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    const bytes: number[] = [];
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.bytes(bytes);
  }

  fixed32(value: number): void {
    const position = this.#reserve(4);
    this.#buffer.writeUInt32LE(value, position);
  }

  fixed64(value: bigint): void {
    const position = this.#reserve(8);
    this.#buffer.writeBigUInt64LE(value, position);
  }

  double(value: number): void {
    const position = this.#reserve(8);
    this.#buffer.writeDoubleLE(value, position);
  }

  /** Wire type 2: whatever `writeContent` writes, with its length and tag in front. */
  field(fieldNumber: number, writeContent: () => void): void {
    const before = this.length;
    writeContent();
    this.varint(this.length - before);
    this.tag(fieldNumber, 2);
  }

  bytes(value: ArrayLike<number>): void {
    const position = this.#reserve(value.length);
    this.#buffer.set(value, position);
  }

  /** UTF-8; half of a surrogate pair becomes U+FFFD. */
  string(value: string): void {
    const size = Buffer.byteLength(value, "utf8");
    const position = this.#reserve(size);
    this.#buffer.write(value, position, size, "utf8");
  }

  /** Makes room for `size` bytes in front; answers where they begin. */
  #reserve(size: number): number {
    if (size > this.#start) this.#grow(size);
    this.#start -= size;
    return this.#start;
  }

  #grow(size: number): void {
    const used = this.length;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, used + size));
    this.#buffer.copy(grown, grown.length - used, this.#start);
    this.#buffer = grown;
    this.#start = grown.length - used;
  }
}
