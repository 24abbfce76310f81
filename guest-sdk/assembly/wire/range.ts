import { decodeUtf8 } from "./utf8";

/**
 * A stretch of the batch's memory, as one number: start address in the upper half, end in the lower. 0 is the empty
 * one. Costs no object. Valid until the export call ends.
 */
export type Range = u64;

/** A range of two addresses, the second one behind the last byte. */
export function range(from: usize, to: usize): Range {
  return ((<u64>from) << 32) | <u64>to;
}

/** The address of the first byte. */
export function start(at: Range): usize {
  return <usize>(at >> 32);
}

/** The address behind the last byte. */
export function end(at: Range): usize {
  return <usize>(at & 0xffff_ffff);
}

/** How many bytes there are. */
export function byteLength(at: Range): usize {
  return end(at) - start(at);
}

/** A copy that outlives the batch. */
export function rangeBytes(at: Range): Uint8Array {
  const copy = new Uint8Array(<i32>byteLength(at));
  memory.copy(copy.dataStart, start(at), byteLength(at));
  return copy;
}

/** Lower-case hex digits, as OTLP/JSON writes ids. */
export function rangeHex(at: Range): string {
  const digits = "0123456789abcdef";
  let hex = "";
  for (let address = start(at); address < end(at); address++) {
    const byte = load<u8>(address);
    hex += digits.charAt(byte >> 4) + digits.charAt(byte & 15);
  }
  return hex;
}

/** Whether the bytes are this text in UTF-8. Compares in place; `text` is taken as ASCII first, its common case. */
export function rangeEquals(at: Range, text: string): bool {
  const from = start(at);
  const length = byteLength(at);
  if (<usize>text.length > length) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = <u32>text.charCodeAt(i);
    if (unit >= 0x80) return rangeText(at) == text;
    if (load<u8>(from + i) != unit) return false;
  }
  return <usize>text.length == length;
}

/** The bytes as text. What is not UTF-8 becomes U+FFFD. */
export function rangeText(at: Range): string {
  return decodeUtf8(start(at), end(at));
}
