import { ByteReader } from "./byte-reader.ts";
import { readTablePrefix } from "./read-core-module.ts";
import { readLimits } from "./read-limits.ts";
import type { ModuleCaps } from "./share-memory.ts";
import { skipConstantExpression } from "./skip-expression.ts";

export interface CappedCoreModule {
  readonly bytes: Uint8Array;
  /** How many bytes further its code lies than in the module given: what a source map's offsets are off by. */
  readonly codeOffsetDelta: number;
}

const preambleBytes = 8;
const tableSection = 4;
const memorySection = 5;

/**
 * Writes a maximum into each memory and table that a core module declares. Nothing else changes, so that a module
 * which was valid stays valid: a maximum is only ever lowered or added, never below the minimum, and importers ask
 * for no more than that.
 *
 * `bytes` is one core module that `readCoreModule` has read; `caps` come from `shareMemory`.
 */
export function capCoreModule(bytes: Uint8Array, caps: ModuleCaps): CappedCoreModule {
  const reader = new ByteReader(bytes);
  const parts: Uint8Array[] = [reader.slice(preambleBytes, "the preamble")];
  let delta = 0;
  while (!reader.done) {
    const start = reader.offset;
    const id = reader.byte("a section's id");
    const content = reader.part(reader.u32("a section's size"), "a section");
    const section = bytes.subarray(start, reader.offset);
    const capped = capSection(id, content, caps) ?? section;
    parts.push(capped);
    delta += capped.length - section.length;
  }
  return { bytes: Buffer.concat(parts), codeOffsetDelta: delta };
}

function capSection(id: number, content: ByteReader, caps: ModuleCaps): Uint8Array | undefined {
  if (id !== tableSection && id !== memorySection) return undefined;
  const maxima = id === tableSection ? caps.tables : caps.memories;
  content.count("declarations");
  const capOne = id === tableSection ? capTable : capMemory;
  const body = Buffer.concat([
    unsignedLeb128(maxima.length),
    ...maxima.map((maximum) => capOne(content, maximum)),
  ]);
  return Buffer.concat([Uint8Array.of(id), unsignedLeb128(body.length), body]);
}

const capMemory = (content: ByteReader, maximum: number) => capLimits(content, "memory", maximum);

function capTable(content: ByteReader, maximum: number): Uint8Array {
  const start = content.offset;
  const hasExpression = readTablePrefix(content);
  const prefix = content.bytes.subarray(start, content.offset);
  const limits = capLimits(content, "table", maximum);
  const expressionStart = content.offset;
  if (hasExpression) skipConstantExpression(content);
  return Buffer.concat([prefix, limits, content.bytes.subarray(expressionStart, content.offset)]);
}

function capLimits(content: ByteReader, kind: "memory" | "table", maximum: number): Uint8Array {
  const { minimum } = readLimits(content, kind);
  return Uint8Array.of(1, ...unsignedLeb128(minimum), ...unsignedLeb128(maximum));
}

function unsignedLeb128(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  do {
    const more = left >= 0x80;
    bytes.push((left % 0x80) | (more ? 0x80 : 0));
    left = Math.floor(left / 0x80);
  } while (left > 0);
  return Uint8Array.from(bytes);
}
