/** Writes protobuf's wire format (https://protobuf.dev/programming-guides/encoding/). Fields go out as they are told. */
export class ProtoWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** int32, int64, uint32, uint64, bool, enum: negative numbers as 64-bit two's complement. */
  varint(field: number, value: number | bigint): this {
    this.#tag(field, 0);
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  fixed64(field: number, value: bigint): this {
    this.#tag(field, 1);
    this.#view(8).setBigUint64(0, value, true);
    return this;
  }

  double(field: number, value: number): this {
    this.#tag(field, 1);
    this.#view(8).setFloat64(0, value, true);
    return this;
  }

  fixed32(field: number, value: number): this {
    this.#tag(field, 5);
    this.#view(4).setUint32(0, value, true);
    return this;
  }

  /** string or bytes. A string may be given as bytes: so that it is not UTF-8. */
  bytes(field: number, value: string | Uint8Array): this {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    this.#tag(field, 2);
    this.#varint(BigInt(bytes.length));
    return this.raw(bytes);
  }

  message(field: number, write: (writer: ProtoWriter) => void): this {
    const inner = new ProtoWriter();
    write(inner);
    return this.bytes(field, inner.finish());
  }

  /** Bytes as they are: fields written elsewhere, or none at all. */
  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** What was written, on a buffer of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(BigInt(field) * 8n + BigInt(wireType));
  }

  #varint(value: bigint): void {
    this.#reserve(10);
    let rest = value;
    for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#length++] = Number(rest);
  }

  #view(byteLength: number): DataView {
    this.#reserve(byteLength);
    const view = new DataView(this.#bytes.buffer, this.#length, byteLength);
    this.#length += byteLength;
    return view;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
