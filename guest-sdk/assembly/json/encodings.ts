/** A hex digit's ASCII code, of 0 to 15. */
export function hexDigit(value: u32): u32 {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

/** Lower-case hex. Gives the address behind it. */
export function writeHex(from: usize, limit: usize, to: usize): usize {
  for (; limit - from >= 4; from += 4) {
    store<u64>(to, hexDigits(load<u32>(from)));
    to += 8;
  }
  for (; from < limit; from++) {
    const byte = <u32>load<u8>(from);
    store<u16>(to, hexDigit(byte >> 4) | (hexDigit(byte & 15) << 8));
    to += 2;
  }
  return to;
}

/** The eight digits of four bytes, in the order of memory, all computed at once. */
function hexDigits(bytes: u32): u64 {
  let spread = <u64>bytes;
  spread = (spread | (spread << 16)) & 0x0000_ffff_0000_ffff;
  spread = (spread | (spread << 8)) & 0x00ff_00ff_00ff_00ff;
  const nibbles = ((spread >> 4) & 0x000f_000f_000f_000f) | ((spread & 0x000f_000f_000f_000f) << 8);
  // 1 in each byte of 10 or more: letters lie 0x27 behind the digits.
  const letters = ((nibbles + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
  return nibbles + 0x3030_3030_3030_3030 + letters * 0x27;
}

/** Base64 with padding (RFC 4648). Gives the address behind it. */
export function writeBase64(from: usize, limit: usize, to: usize): usize {
  for (; limit - from >= 3; from += 3) {
    const bits = ((<u32>load<u8>(from)) << 16) | ((<u32>load<u8>(from, 1)) << 8) | <u32>load<u8>(from, 2);
    to = writeSextets(bits, 4, to);
  }
  if (limit == from) return to;
  const isTwo = limit - from == 2;
  const bits = ((<u32>load<u8>(from)) << 16) | (isTwo ? (<u32>load<u8>(from, 1)) << 8 : 0);
  to = writeSextets(bits, isTwo ? 3 : 2, to);
  for (let i = isTwo ? 1 : 2; i > 0; i--) store<u8>(to++, 0x3d);
  return to;
}

function writeSextets(bits: u32, count: i32, to: usize): usize {
  for (let shift = 18; count > 0; shift -= 6, count--) store<u8>(to++, base64Digit((bits >> shift) & 63));
  return to;
}

function base64Digit(value: u32): u32 {
  if (value < 26) return 0x41 + value;
  if (value < 52) return 0x47 + value;
  if (value < 62) return value - 4;
  return value == 62 ? 0x2b : 0x2f;
}
