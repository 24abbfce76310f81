import { ByteBuffer } from "../json/byte-buffer";
import { BitWriter } from "./bit-writer";
import { BlockHeader } from "./block-header";
import {
  distanceExtraBits,
  distanceSymbol,
  distanceSymbols,
  endOfBlock,
  extraBitsOfDistance,
  extraBitsOfLiteral,
  lengthExtraBits,
  lengthSymbol,
  literalSymbols,
} from "./deflate-symbols";
import { HuffmanCode } from "./huffman-code";
import { MatchFinder } from "./match-finder";

const maxStoredBytes: usize = 65535;
/** The longest that one token becomes, in bytes: two words of 15 bits, 5 and 13 extra bits. */
const tokenBytes: usize = 6;

enum BlockKind {
  Stored,
  Fixed,
  Dynamic,
}

/** Compresses by DEFLATE (https://www.rfc-editor.org/rfc/rfc1951), greedily: about as well as zlib at level 1. */
export class Deflate {
  private readonly finder: MatchFinder = new MatchFinder();
  private readonly literals: HuffmanCode = new HuffmanCode(literalSymbols, 15);
  private readonly distances: HuffmanCode = new HuffmanCode(distanceSymbols, 15);
  /** The format has words for two symbols that are never used. */
  private readonly fixedLiterals: HuffmanCode = new HuffmanCode(288, 15);
  private readonly fixedDistances: HuffmanCode = new HuffmanCode(distanceSymbols, 15);
  private readonly header: BlockHeader = new BlockHeader();
  private readonly bits: BitWriter;

  constructor(private readonly out: ByteBuffer) {
    this.bits = new BitWriter(out);
    for (let i = 0; i < 288; i++) this.fixedLiterals.setBits(i, i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    for (let i = 0; i < distanceSymbols; i++) this.fixedDistances.setBits(i, 5);
    this.fixedLiterals.number();
    this.fixedDistances.number();
  }

  /** Writes the bytes as a whole stream, which ends at a full byte. */
  write(from: usize, limit: usize): void {
    this.finder.open(from, limit);
    let at = from;
    do {
      this.literals.clear();
      this.distances.clear();
      const end = this.finder.fill(at, this.literals, this.distances);
      this.writeBlock(at, end, end == limit);
      at = end;
    } while (at < limit);
    this.bits.align();
  }

  private writeBlock(from: usize, end: usize, isLast: bool): void {
    store<u32>(this.literals.frequencyTable + ((<usize>endOfBlock) << 2), 1);
    const fixedBits = costOf(this.fixedLiterals, this.literals) + costOf(this.fixedDistances, this.distances);
    this.literals.build();
    this.distances.build();
    const wordBits = this.literals.cost + this.distances.cost;
    const ownBits = this.header.prepare(this.literals, this.distances) + wordBits;
    // A stored block begins at a full byte and says its length twice.
    const storedBits = <u32>(end - from) * 8 + 40 * (<u32>((end - from) / maxStoredBytes) + 1);
    const extraBits = this.extraBits();
    const kind = kindFor(storedBits, fixedBits + extraBits, ownBits + extraBits);
    if (kind == BlockKind.Stored) return this.writeStored(from, end, isLast);
    this.bits.write((isLast ? 1 : 0) | (kind << 1), 3);
    if (kind == BlockKind.Fixed) this.writeTokens(this.fixedLiterals, this.fixedDistances);
    else {
      this.header.write(this.bits);
      this.writeTokens(this.literals, this.distances);
    }
  }

  /** Bits behind the words, whatever the code. */
  private extraBits(): u32 {
    let bits: u32 = 0;
    for (let i = endOfBlock; i < literalSymbols; i++)
      bits += this.literals.timesOf(i) * extraBitsOfLiteral(i);
    for (let i = 0; i < distanceSymbols; i++) bits += this.distances.timesOf(i) * extraBitsOfDistance(i);
    return bits;
  }

  private writeStored(from: usize, end: usize, isLast: bool): void {
    do {
      const byteLength = min(end - from, maxStoredBytes);
      this.bits.write(isLast && from + byteLength == end ? 1 : 0, 3);
      this.bits.align();
      this.bits.write(<u32>byteLength | (~(<u32>byteLength) << 16), 32);
      const to = this.out.room(byteLength);
      memory.copy(to, from, byteLength);
      this.out.wroteTo(to + byteLength);
      from += byteLength;
    } while (from < end);
  }

  private writeTokens(literals: HuffmanCode, distances: HuffmanCode): void {
    const literalWords = literals.wordTable;
    const distanceWords = distances.wordTable;
    let token = this.finder.tokenTable;
    const end = token + ((<usize>this.finder.tokenCount) << 2);
    let to = this.out.room(((end - token) >> 2) * tokenBytes + 16);
    let bits = this.bits.bits;
    let count = this.bits.count;
    for (; token < end; token += 4) {
      const value = load<u32>(token);
      if (value < 256) {
        const word = load<u32>(literalWords + ((<usize>value) << 2));
        bits |= (<u64>(word & 0xffff)) << count;
        count += word >> 16;
      } else {
        const length = value & 255;
        const lengthWord = load<u32>(literalWords + ((<usize>lengthSymbol(length)) << 2));
        bits |= (<u64>(lengthWord & 0xffff)) << count;
        count += lengthWord >> 16;
        const lengthExtra = lengthExtraBits(length);
        bits |= (<u64>(length & ((1 << lengthExtra) - 1))) << count;
        count += lengthExtra;
        const distance = (value & 0x7fff_ffff) >> 8;
        const distanceWord = load<u32>(distanceWords + ((<usize>distanceSymbol(distance)) << 2));
        bits |= (<u64>(distanceWord & 0xffff)) << count;
        count += distanceWord >> 16;
        const distanceExtra = distanceExtraBits(distance);
        bits |= (<u64>(distance & ((1 << distanceExtra) - 1))) << count;
        count += distanceExtra;
      }
      // At most 7 bits are left, and 48 more fit.
      store<u64>(to, bits);
      to += <usize>(count >> 3);
      bits >>= count & ~7;
      count &= 7;
    }
    this.out.wroteTo(to);
    this.bits.bits = bits;
    this.bits.count = count;
    const word = load<u32>(literalWords + ((<usize>endOfBlock) << 2));
    this.bits.write(word & 0xffff, word >> 16);
  }
}

function kindFor(storedBits: u32, fixedBits: u32, ownBits: u32): BlockKind {
  if (storedBits <= min(fixedBits, ownBits)) return BlockKind.Stored;
  return fixedBits <= ownBits ? BlockKind.Fixed : BlockKind.Dynamic;
}

/** Bits of what one code has counted, in the words of another. */
function costOf(code: HuffmanCode, counted: HuffmanCode): u32 {
  let bits: u32 = 0;
  for (let i = 0; i < counted.size; i++) {
    bits += counted.timesOf(i) * code.bitsOf(i);
  }
  return bits;
}
