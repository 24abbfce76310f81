import { BitWriter } from "./bit-writer";
import { distanceSymbols, literalSymbols } from "./deflate-symbols";
import { HuffmanCode } from "./huffman-code";

const lengthSymbols: i32 = 19;
const maxLengthBits: i32 = 7;
/** The order in which the lengths' own code is written (RFC 1951, 3.2.7). */
const order: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const repeatLast: i32 = 16;
const zeros3: i32 = 17;
const zeros11: i32 = 18;

/** The head of a block with codes of its own: the lengths of their words, themselves run-length and prefix coded. */
export class BlockHeader {
  private readonly code: HuffmanCode = new HuffmanCode(lengthSymbols, maxLengthBits);
  /** A symbol, and from bit 8 on the extra bits behind it. */
  private readonly runs: StaticArray<u16> = new StaticArray<u16>(literalSymbols + distanceSymbols);
  private readonly bits: StaticArray<u8> = new StaticArray<u8>(literalSymbols + distanceSymbols);
  private runCount: i32 = 0;
  private literalCount: i32 = 0;
  private distanceCount: i32 = 0;
  private codeCount: i32 = 0;

  /** Takes the lengths of both codes. Gives the bits that `write` will need. */
  prepare(literals: HuffmanCode, distances: HuffmanCode): u32 {
    this.literalCount = usedSymbols(literals, 257);
    this.distanceCount = usedSymbols(distances, 1);
    const bits = this.bits;
    for (let i = 0; i < this.literalCount; i++) bits[i] = <u8>literals.bitsOf(i);
    for (let i = 0; i < this.distanceCount; i++) bits[this.literalCount + i] = <u8>distances.bitsOf(i);
    const extra = this.encodeRuns(this.literalCount + this.distanceCount);
    this.code.build();
    this.codeCount = lengthSymbols;
    while (this.codeCount > 4 && this.code.bitsOf(order[this.codeCount - 1]) == 0) this.codeCount--;
    return 14 + 3 * <u32>this.codeCount + this.code.cost + extra;
  }

  write(out: BitWriter): void {
    out.write(this.literalCount - 257, 5);
    out.write(this.distanceCount - 1, 5);
    out.write(this.codeCount - 4, 4);
    for (let i = 0; i < this.codeCount; i++) out.write(this.code.bitsOf(order[i]), 3);
    const words = this.code.wordTable;
    for (let i = 0; i < this.runCount; i++) {
      const run = <u32>this.runs[i];
      const symbol = run & 255;
      const word = load<u32>(words + ((<usize>symbol) << 2));
      out.write(word & 0xffff, word >> 16);
      out.write(run >> 8, extraBits(symbol));
    }
  }

  /** Gives the number of extra bits. */
  private encodeRuns(count: i32): u32 {
    this.code.clear();
    this.runCount = 0;
    let extra: u32 = 0;
    for (let at = 0; at < count; ) {
      const value = this.bits[at];
      let length = 1;
      while (at + length < count && this.bits[at + length] == value) length++;
      at += length;
      // What is repeated has to stand there once.
      if (value != 0) {
        this.add(value, 0);
        length--;
      }
      while (length >= 3) {
        const symbol = value != 0 ? repeatLast : length > 10 ? zeros11 : zeros3;
        const least = symbol == zeros11 ? 11 : 3;
        const taken = min(length, symbol == repeatLast ? 6 : symbol == zeros3 ? 10 : 138);
        this.add(symbol, taken - least);
        extra += extraBits(symbol);
        length -= taken;
      }
      for (; length > 0; length--) this.add(value, 0);
    }
    return extra;
  }

  private add(symbol: i32, extra: i32): void {
    this.runs[this.runCount++] = <u16>(symbol | (extra << 8));
    const at = this.code.frequencyTable + ((<usize>symbol) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

function usedSymbols(code: HuffmanCode, atLeast: i32): i32 {
  let count = code.size;
  while (count > atLeast && code.bitsOf(count - 1) == 0) count--;
  return count;
}

function extraBits(symbol: u32): u32 {
  if (symbol == repeatLast) return 2;
  if (symbol == zeros3) return 3;
  return symbol == zeros11 ? 7 : 0;
}
