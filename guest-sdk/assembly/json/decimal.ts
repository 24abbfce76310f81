const billion: u64 = 1_000_000_000;

/** Decimal digits of a number. Gives the address behind them; 20 bytes are enough. */
export function writeDecimal(value: u64, to: usize): usize {
  // Nine digits at a time: 64-bit division is slow, 32-bit division is not.
  if (value < billion) return writePiece(<u32>value, digitCount(<u32>value), to);
  const rest = value / billion;
  return writePiece(<u32>(value - rest * billion), 9, writeDecimal(rest, to));
}

/** The same with a sign: 21 bytes are enough. */
export function writeSigned(value: i64, to: usize): usize {
  if (value >= 0) return writeDecimal(value, to);
  store<u8>(to, 0x2d);
  return writeDecimal(~(<u64>value) + 1, to + 1);
}

/** The last `digits` digits, with leading zeros. */
export function writePiece(value: u32, digits: u32, to: usize): usize {
  for (let at = to + digits; at > to; ) {
    const rest = value / 10;
    store<u8>(--at, 0x30 + (value - rest * 10));
    value = rest;
  }
  return to + digits;
}

/** Of a number below a billion. */
function digitCount(value: u32): u32 {
  let digits: u32 = 1;
  for (let bound: u32 = 10; value >= bound; bound *= 10) digits++;
  return digits;
}
