import { type ByteReader, UnsupportedWasm } from "../core-module/byte-reader.ts";

/** Reads over one immediate of a canonical definition. */
const immediates = {
  flag: (reader: ByteReader) => void reader.byte("a flag of a canonical definition"),
  index: (reader: ByteReader) => void reader.u32("an index of a canonical definition"),
  core: (reader: ByteReader) => void reader.byte("a core value type"),
  result: skipResult,
  options: skipOptions,
} as const;

/**
 * The canonical definitions beside `lift`, by code, with what follows each. All of them make core functions, which
 * nothing here needs: they are only read over.
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#canonical-definitions
 */
const builtins: Readonly<Record<number, readonly (keyof typeof immediates)[]>> = {
  1: ["flag", "index", "options"],
  2: ["index"],
  3: ["index"],
  4: ["index"],
  5: [],
  6: ["flag"],
  9: ["result", "options"],
  10: ["core", "index"],
  11: ["core", "index"],
  12: ["flag"],
  13: [],
  14: ["index"],
  15: ["index", "options"],
  16: ["index", "options"],
  17: ["index", "flag"],
  18: ["index", "flag"],
  19: ["index"],
  20: ["index"],
  21: ["index"],
  22: ["index", "options"],
  23: ["index", "options"],
  24: ["index", "flag"],
  25: ["index", "flag"],
  26: ["index"],
  27: ["index"],
  28: ["options"],
  29: ["options"],
  30: [],
  31: [],
  32: ["flag", "index"],
  33: ["flag", "index"],
  34: [],
  35: [],
  36: [],
  37: [],
};

/** Reads one canonical definition. For a lifted function it gives its type's index, else undefined. */
export function decodeCanon(reader: ByteReader): number | undefined {
  const code = reader.byte("a canonical definition");
  if (code === 0) {
    immediates.flag(reader);
    immediates.index(reader);
    skipOptions(reader);
    return reader.u32("a lifted function's type");
  }
  const parts = builtins[code];
  if (parts === undefined) {
    throw new UnsupportedWasm(`it uses the canonical built-in 0x${code.toString(16)}, which is not known`);
  }
  for (const part of parts) immediates[part](reader);
  return undefined;
}

function skipOptions(reader: ByteReader): void {
  for (let left = reader.count("canonical options"); left > 0; left--) {
    const start = reader.offset;
    const option = reader.byte("a canonical option");
    if (option > 7) reader.fail(`canonical option 0x${option.toString(16)} is not known`, start);
    const hasIndex = option === 3 || option === 4 || option === 5 || option === 7;
    if (hasIndex) reader.u32("an index of a canonical option");
  }
}

function skipResult(reader: ByteReader): void {
  if (reader.byte("a result list") === 0) reader.signed("a value type", 33);
  else reader.byte("the end of a result list");
}
