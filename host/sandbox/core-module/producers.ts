import type { ByteReader } from "./byte-reader.ts";

/** One line of a `producers` section: a language, tool or SDK, and its version. */
export interface Producer {
  readonly field: "language" | "processed-by" | "sdk";
  readonly name: string;
  readonly version: string;
}

/** More fields or values than any toolchain writes; the rest is not read. */
const maxProducers = 1000;

/**
 * Reads a `producers` custom section
 * (https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md). It is a courtesy of the toolchain:
 * where it is damaged, what was read so far is given and nothing is refused for it.
 */
export function readProducers(reader: ByteReader): Producer[] {
  const producers: Producer[] = [];
  try {
    for (let fields = reader.count("fields"); fields > 0; fields--) {
      const field = reader.name("a field's name");
      for (let values = reader.count("values"); values > 0; values--) {
        const name = reader.name("a producer's name");
        const version = reader.name("a producer's version");
        if (producers.length >= maxProducers) return producers;
        if (isField(field)) producers.push({ field, name, version });
      }
    }
  } catch {
    // The section has no meaning for the module, and a module is not worse for a damaged one.
  }
  return producers;
}

function isField(field: string): field is Producer["field"] {
  return field === "language" || field === "processed-by" || field === "sdk";
}
