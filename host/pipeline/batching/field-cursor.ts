/** Protobuf wire types: https://protobuf.dev/programming-guides/encoding/#structure */
const varintType = 0;
const fixed64Type = 1;
export const lengthDelimitedType = 2;
const groupStartType = 3;
const groupEndType = 4;
const fixed32Type = 5;

const largestFieldNumber = 2 ** 29 - 1;

/**
 * Walks the fields of one protobuf message without decoding them. After `next()` said true, the properties describe
 * one field: its bytes with tag are `start…end`, its value, without the length of a length-delimited one, is
 * `valueStart…end` (a group has none). `isMalformed` tells the end of the message from a broken one.
 */
export class FieldCursor {
  number = 0;
  wireType = 0;
  start = 0;
  valueStart = 0;
  end: number;
  isMalformed = false;
  readonly #bytes: Uint8Array;
  readonly #limit: number;

  constructor(bytes: Uint8Array, start = 0, limit = bytes.length) {
    this.#bytes = bytes;
    this.#limit = limit;
    this.end = start;
  }

  next(): boolean {
    if (this.isMalformed || this.end >= this.#limit) return false;
    this.start = this.end;
    const tag = this.#varint();
    this.number = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.number === 0 || this.number > largestFieldNumber) this.isMalformed = true;
    else if (this.wireType === groupStartType) this.#skipGroup(this.number);
    else this.#skipValue();
    if (this.end > this.#limit) this.isMalformed = true;
    return !this.isMalformed;
  }

  /** Groups nest: they are counted rather than entered, so that depth costs nothing. */
  #skipGroup(outermost: number): void {
    const open = [outermost];
    while (open.length > 0 && !this.isMalformed) {
      const tag = this.#varint();
      this.wireType = tag % 8;
      if (this.wireType === groupStartType) open.push(Math.floor(tag / 8));
      else if (this.wireType !== groupEndType) this.#skipValue();
      else if (open.pop() !== Math.floor(tag / 8)) this.isMalformed = true;
    }
    this.wireType = groupStartType;
  }

  #skipValue(): void {
    this.valueStart = this.end;
    if (this.wireType === lengthDelimitedType) {
      const length = this.#varint();
      this.valueStart = this.end;
      this.end += length;
    } else if (this.wireType === varintType) this.#varint();
    else if (this.wireType === fixed64Type) this.end += 8;
    else if (this.wireType === fixed32Type) this.end += 4;
    else this.isMalformed = true;
  }

  /** Exact up to 2⁵³; a 64-bit value's upper bits don't matter where it is only skipped. */
  #varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 10 && this.end < this.#limit; count += 1) {
      const byte = this.#bytes[this.end]!;
      this.end += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    this.isMalformed = true;
    return 0;
  }
}
