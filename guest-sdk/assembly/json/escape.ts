import { Block } from "../wire/block";
import { sequenceLength } from "../wire/utf8";
import { ByteBuffer } from "./byte-buffer";
import { hexDigit } from "./encodings";

const each: u64 = 0x0101_0101_0101_0101;
const highBits: u64 = each * 0x80;

/** Bytes that are looked at in one step. */
const blockBytes: usize = ASC_FEATURE_SIMD ? 16 : 8;
/** Longer texts are written in pieces, so that they don't ask for six times their length at once. */
const pieceBytes: usize = 4096;

/** The longest that one byte becomes: `\u0000`. */
export const longestEscape: usize = 6;
/** Beside `longestEscape` for each byte: a block is written whole, also behind the end of a text. */
export const escapeSlack: usize = 16;

/** Writes UTF-8 text as the inside of a JSON string (RFC 8259). What is not UTF-8 becomes U+FFFD. */
export function writeEscaped(buffer: ByteBuffer, from: usize, limit: usize): void {
  while (limit - from > pieceBytes) {
    const cut = lastBoundary(from + pieceBytes);
    writePiece(buffer, from, cut);
    from = cut;
  }
  writePiece(buffer, from, limit);
}

function writePiece(buffer: ByteBuffer, from: usize, limit: usize): void {
  const to = buffer.room((limit - from) * longestEscape + escapeSlack);
  buffer.wroteTo(Escape.write(from, limit, to));
}

/** `at`, or up to three bytes less, so that no character is cut in two. Bytes that are no UTF-8 may be cut anywhere. */
function lastBoundary(at: usize): usize {
  for (let cut = at; cut > at - 4; cut--) if ((load<u8>(cut) & 0xc0) != 0x80) return cut;
  return at;
}

/** Escaping without a buffer. A class, as only methods may carry `@inline` in TypeScript. */
export class Escape {
  /**
   * Writes UTF-8 text as the inside of a JSON string, where `to` has room for `longestEscape` times the text and
   * `escapeSlack`. Gives the address behind what is written.
   */
  @inline static write(from: usize, limit: usize, to: usize): usize {
    // Most texts are short, and plain.
    if (limit - from <= blockBytes && Block.isReadable(from, blockBytes)) {
      if (Escape.copyPlain(from, to) >= limit - from) return to + (limit - from);
    }
    return escapeAll(from, limit, to);
  }

  /** Copies a block, and gives how many bytes at its start stand for themselves in a JSON string and are ASCII. */
  @inline static copyPlain(from: usize, to: usize): usize {
    if (ASC_FEATURE_SIMD) {
      const block = v128.load(from);
      v128.store(to, block);
      // Signed: what is not ASCII is below 0x20, too.
      const found = v128.or(
        i8x16.lt_s(block, i8x16.splat(0x20)),
        v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
      );
      return ctz(i8x16.bitmask(found) | 0x1_0000);
    }
    const block = load<u64>(from);
    store<u64>(to, block);
    const found = special(block);
    return found == 0 ? 8 : <usize>(ctz(found) >> 3);
  }
}

function escapeAll(at: usize, limit: usize, to: usize): usize {
  while (at < limit) {
    if (Block.isReadable(at, blockBytes)) {
      const plain = min(Escape.copyPlain(at, to), limit - at);
      at += plain;
      to += plain;
      if (plain == blockBytes) continue;
      if (at == limit) break;
    }
    const byte = load<u8>(at);
    if (byte >= 0x80) {
      const length = sequenceLength(at, limit);
      if (length == 0) {
        to = writeReplacement(to);
        at++;
      }
      for (let i: u32 = 0; i < length; i++) store<u8>(to++, load<u8>(at++));
    } else {
      to = writeAscii(byte, to);
      at++;
    }
  }
  return to;
}

/**
 * A bit in each byte of the block that is a control character, a quote, a backslash or not ASCII. Exact up to the
 * lowest one; above it a borrow may set more.
 */
function special(block: u64): u64 {
  const quotes = block ^ (each * 0x22);
  const backslashes = block ^ (each * 0x5c);
  const found =
    ((block - each * 0x20) & ~block) |
    ((quotes - each) & ~quotes) |
    ((backslashes - each) & ~backslashes) |
    block;
  return found & highBits;
}

function writeAscii(byte: u8, to: usize): usize {
  if (byte >= 0x20 && byte != 0x22 && byte != 0x5c) {
    store<u8>(to, byte);
    return to + 1;
  }
  const letter = escapeLetter(byte);
  store<u8>(to, 0x5c);
  if (letter != 0) {
    store<u8>(to, letter, 1);
    return to + 2;
  }
  store<u32>(to + 1, 0x30303075); // u000
  store<u8>(to, 0x30 | (byte >> 4), 4);
  store<u8>(to, hexDigit(byte & 15), 5);
  return to + 6;
}

/** The letter of a short escape; 0 when there is none. */
function escapeLetter(byte: u8): u8 {
  switch (byte) {
    case 0x22:
    case 0x5c:
      return byte;
    case 8:
      return 0x62;
    case 9:
      return 0x74;
    case 10:
      return 0x6e;
    case 12:
      return 0x66;
    case 13:
      return 0x72;
    default:
      return 0;
  }
}

/** U+FFFD */
function writeReplacement(to: usize): usize {
  store<u16>(to, 0xbfef);
  store<u8>(to, 0xbd, 2);
  return to + 3;
}
