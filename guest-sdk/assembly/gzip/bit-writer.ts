import { ByteBuffer } from "../json/byte-buffer";

/** Writes bits, lowest first, behind what the buffer holds (RFC 1951, 3.1.1). */
export class BitWriter {
  bits: u64 = 0;
  count: u64 = 0;

  constructor(private readonly buffer: ByteBuffer) {}

  /** Writes up to 32 bits. */
  write(value: u32, count: u32): void {
    const to = this.buffer.room(8);
    const bits = this.bits | ((<u64>value) << this.count);
    const total = this.count + count;
    store<u64>(to, bits);
    this.buffer.wroteTo(to + <usize>(total >> 3));
    this.bits = bits >> (total & ~7);
    this.count = total & 7;
  }

  /** Fills the last byte with zeros. */
  align(): void {
    if (this.count > 0) this.write(0, <u32>(8 - this.count));
  }
}
