const hundredMillion: u64 = 100_000_000;
const zeros: u64 = 0x3030_3030_3030_3030;

/** Decimal digits of a number. Gives the address behind them; up to 24 bytes are written to. */
export function writeDecimal(value: u64, to: usize): usize {
  if (value >= hundredMillion) {
    const rest = value / hundredMillion;
    to = writeDecimal(rest, to);
    store<u64>(to, Digits.eight(<u32>(value - rest * hundredMillion)) | zeros);
    return to + 8;
  }
  const digits = Digits.eight(<u32>value);
  // Leading zeros are the lowest bytes; the last digit stays, be it 0.
  const leading = <u64>ctz(digits | (1 << 56)) >> 3;
  store<u64>(to, (digits | zeros) >> (leading << 3));
  return to + 8 - <usize>leading;
}

/** The same with a sign: up to 25 bytes. */
export function writeSigned(value: i64, to: usize): usize {
  if (value >= 0) return writeDecimal(value, to);
  store<u8>(to, 0x2d);
  return writeDecimal(~(<u64>value) + 1, to + 1);
}

class Digits {
  /**
   * The digits of a number below 10^8, each as 0 to 9 in a byte, the first in the lowest. Halves, quarters and eighths of
   * it are divided side by side in one 64-bit number; divisions are products with 2^20/100 and 2^10/10, rounded up, which
   * are exact for numbers this small.
   */
  @inline static eight(value: u32): u64 {
    const high = value / 10_000;
    const halves = <u64>high | ((<u64>(value - high * 10_000)) << 32);
    const hundreds = ((halves * 10_486) >> 20) & 0x0000_007f_0000_007f;
    const pairs = ((halves - hundreds * 100) << 16) | hundreds;
    const tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    return ((pairs - tens * 10) << 8) | tens;
  }
}
