import { sequenceLength } from "../wire/utf8";
import { ByteBuffer } from "./byte-buffer";
import { hexDigit } from "./encodings";

const each: u64 = 0x0101_0101_0101_0101;
const highBits: u64 = each * 0x80;
/** More than the longest thing written for one character, and than what a block of 8 writes too much. */
const slack: usize = 16;

/** Writes UTF-8 text as the inside of a JSON string (RFC 8259). What is not UTF-8 becomes U+FFFD. */
export function writeEscaped(buffer: ByteBuffer, from: usize, limit: usize): void {
  let at = from;
  let to = buffer.room(limit - at + slack);
  while (at < limit) {
    if (limit - at >= 8) {
      const block = load<u64>(at);
      store<u64>(to, block);
      const found = special(block);
      const plain = found == 0 ? <usize>8 : <usize>(ctz(found) >> 3);
      at += plain;
      to += plain;
      if (found == 0) continue;
    }
    const byte = load<u8>(at);
    if (byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5c) {
      store<u8>(to++, byte);
      at++;
      continue;
    }
    buffer.wroteTo(to);
    to = buffer.room(limit - at + slack);
    if (byte < 0x80) {
      to = writeEscape(to, byte);
      at++;
      continue;
    }
    const length = sequenceLength(at, limit);
    if (length == 0) {
      to = writeReplacement(to);
      at++;
      continue;
    }
    for (let i: u32 = 0; i < length; i++) store<u8>(to++, load<u8>(at++));
  }
  buffer.wroteTo(to);
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

function writeEscape(to: usize, byte: u8): usize {
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
