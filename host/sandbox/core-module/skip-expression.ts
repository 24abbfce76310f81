import { type ByteReader, UnsupportedWasm } from "./byte-reader.ts";

/** Reads over a heap type: an index or one of the abstract ones, all in the form of a signed 33-bit number. */
export function skipHeapType(reader: ByteReader): void {
  reader.signed("a heap type", 33);
}

/** Reads over a reference type. */
export function skipReferenceType(reader: ByteReader): void {
  const start = reader.offset;
  const code = reader.byte("a reference type");
  if (code === 0x63 || code === 0x64) skipHeapType(reader);
  else if (code < 0x69 || code > 0x74) reader.fail(`0x${code.toString(16)} is no reference type`, start);
}

const simd = 0xfd;
const end = 0x0b;

/** The immediates of the instructions that may stand in a constant expression. */
const immediates: Readonly<Record<number, (reader: ByteReader) => void>> = {
  35: (reader) => void reader.u32("a global's index"),
  65: (reader) => void reader.signed("an i32 constant", 35),
  66: (reader) => void reader.signed("an i64 constant", 70),
  67: (reader) => reader.skip(4, "an f32 constant"),
  68: (reader) => reader.skip(8, "an f64 constant"),
  106: () => {},
  107: () => {},
  108: () => {},
  124: () => {},
  125: () => {},
  126: () => {},
  208: skipHeapType,
  210: (reader) => void reader.u32("a function's index"),
};

/**
 * Reads over a constant expression, as it stands beside a table
 * (https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions).
 *
 * @throws UnsupportedWasm for an instruction that is not known here.
 */
export function skipConstantExpression(reader: ByteReader): void {
  for (;;) {
    const code = reader.byte("a constant expression");
    if (code === end) return;
    if (code === simd && reader.u32("a vector instruction") === 12) {
      reader.skip(16, "a v128 constant");
      continue;
    }
    const skip = immediates[code];
    if (skip === undefined) {
      throw new UnsupportedWasm(`its core module initializes a table by instruction 0x${code.toString(16)}`);
    }
    skip(reader);
  }
}
