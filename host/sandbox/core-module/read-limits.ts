import { type ByteReader, UnsupportedWasm } from "./byte-reader.ts";
import type { DeclaredLimits } from "./core-module.ts";

const sharedFlag = 0x02;
const index64Flag = 0x04;

/** What `limits` belong to, and the largest figure the format knows for it. */
const kinds = {
  memory: { unit: "pages", most: 65_536 },
  table: { unit: "elements", most: 0xffff_ffff },
} as const;

/**
 * Reads the limits of a memory or table. Only 32-bit, unshared ones are taken: their caps can be kept.
 *
 * @throws UnsupportedWasm for shared and 64-bit ones and for custom page sizes.
 */
export function readLimits(reader: ByteReader, kind: keyof typeof kinds): DeclaredLimits {
  const start = reader.offset;
  const flags = reader.byte(`the limits of a ${kind}`);
  if (flags & index64Flag)
    throw new UnsupportedWasm(`its core module has a 64-bit ${kind}; only 32-bit ones are taken`);
  if (flags & sharedFlag)
    throw new UnsupportedWasm(`its core module has a shared ${kind}; threads are not taken`);
  if (flags > 1)
    throw new UnsupportedWasm(`its core module has a ${kind} with unknown limits (flags ${flags})`);
  const minimum = reader.u32(`the minimum of a ${kind}`);
  const { most, unit } = kinds[kind];
  if (minimum > most) reader.fail(`a ${kind} of ${minimum} ${unit}; the format's most is ${most}`, start);
  if (flags === 0) return { minimum };
  const maximum = reader.u32(`the maximum of a ${kind}`);
  if (maximum > most || maximum < minimum) {
    reader.fail(`a ${kind} with a minimum of ${minimum} and a maximum of ${maximum} ${unit}`, start);
  }
  return { minimum, maximum };
}
