import { Block } from "../wire/block";

/** Characters that are narrowed from UTF-16 in one step. */
const blockLength: usize = ASC_FEATURE_SIMD ? 16 : 4;

/** Bytes that may be written behind the end of a literal. */
export const literalSlack: usize = 16;

/** Texts of ASCII characters that stand in the source as literals. */
export class Literal {
  /** Writes one. Gives the address behind it. */
  @inline static write(text: string, to: usize): usize {
    // Literals lie before the heap: what is read behind the last one is still memory.
    let from = changetype<usize>(text);
    const limit = to + <usize>text.length;
    do {
      Literal.narrowBlock(from, to);
      from += blockLength * 2;
      to += blockLength;
    } while (to < limit);
    return limit;
  }

  /** Writes a block of a text, from UTF-16. */
  @inline static narrowBlock(from: usize, to: usize): void {
    if (ASC_FEATURE_SIMD) {
      v128.store(to, i8x16.narrow_i16x8_u(v128.load(from), v128.load(from, 16)));
    } else {
      const characters = load<u64>(from);
      const pairs = (characters | (characters >> 8)) & 0x0000_ffff_0000_ffff;
      store<u32>(to, <u32>(pairs | (pairs >> 16)));
    }
  }
}

/** Writes any text of ASCII characters. Gives the address behind it. */
export function writeAscii(text: string, to: usize): usize {
  const length = <usize>text.length;
  let from = changetype<usize>(text);
  const limit = to + length;
  while (to < limit && Block.isReadable(from, blockLength * 2)) {
    Literal.narrowBlock(from, to);
    from += blockLength * 2;
    to += blockLength;
  }
  for (; to < limit; from += 2) store<u8>(to++, load<u16>(from));
  return limit;
}
