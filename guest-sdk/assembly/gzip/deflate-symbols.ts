// The alphabets of DEFLATE (RFC 1951, 3.2.5). Lengths are less 3, distances less 1, so that both begin at 0.

export const endOfBlock: i32 = 256;
export const literalSymbols: i32 = 286;
export const distanceSymbols: i32 = 30;
export const shortestMatch: u32 = 3;
export const longestMatch: u32 = 258;
/** The format reaches one byte further: see `MatchFinder`. */
export const farthestMatch: u32 = 32767;

/** The symbol of a length, which comes behind the 256 literals and the end. */
export function lengthSymbol(length: u32): u32 {
  if (length < 8) return 257 + length;
  if (length == 255) return 285;
  const bits = 31 - clz(length);
  return 257 + ((bits - 1) << 2) + ((length >> (bits - 2)) & 3);
}

/** How many extra bits stand behind the symbol of a length; they are the length's lowest ones. */
export function lengthExtraBits(length: u32): u32 {
  return length < 8 || length == 255 ? 0 : 29 - clz(length);
}

export function distanceSymbol(distance: u32): u32 {
  if (distance < 2) return distance;
  const bits = 31 - clz(distance);
  return (bits << 1) + ((distance >> (bits - 1)) & 1);
}

export function distanceExtraBits(distance: u32): u32 {
  return distance < 4 ? 0 : 30 - clz(distance);
}

/** Extra bits behind a symbol of the literals' alphabet. */
export function extraBitsOfLiteral(symbol: i32): u32 {
  return symbol < 265 || symbol == 285 ? 0 : (symbol - 261) >> 2;
}

/** Extra bits behind a symbol of the distances' alphabet. */
export function extraBitsOfDistance(symbol: i32): u32 {
  return symbol < 4 ? 0 : (symbol >> 1) - 1;
}
