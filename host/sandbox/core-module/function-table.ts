import { ByteReader, MalformedWasm, UnsupportedWasm } from "./byte-reader.ts";
import type { CoreModule } from "./core-module.ts";

/** One function of a core module. Offsets count from the module's first byte. */
export interface CoreFunction {
  readonly start: number;
  readonly end: number;
  readonly name?: string;
}

/**
 * Where the functions of a core module lie, and what its name section calls them, by index. Imported functions have
 * no place in it. A damaged code or name section gives what could be read of it.
 */
export function readFunctions(file: Uint8Array, module: CoreModule): ReadonlyMap<number, CoreFunction> {
  const names = new Map<number, string>();
  const functions = new Map<number, CoreFunction>();
  const named = sectionReader(file, module, "custom:name");
  if (named !== undefined) quietly(() => readNames(named, names));
  const code = sectionReader(file, module, "code");
  if (code === undefined) return functions;
  quietly(() => {
    const count = code.count("functions");
    for (let index = 0; index < count; index++) {
      const size = code.u32("a function's size");
      const start = code.offset;
      code.skip(size, "a function's body");
      const name = names.get(module.importedFunctions + index);
      functions.set(module.importedFunctions + index, {
        start: start - module.start,
        end: code.offset - module.start,
        ...(name === undefined ? {} : { name }),
      });
    }
  });
  return functions;
}

function sectionReader(file: Uint8Array, { sections }: CoreModule, name: string): ByteReader | undefined {
  const section = sections.find((candidate) => candidate.name === name);
  return section === undefined ? undefined : new ByteReader(file, section.start, section.end);
}

const functionNames = 1;

/** https://webassembly.github.io/spec/core/appendix/custom.html#name-section */
function readNames(reader: ByteReader, names: Map<number, string>): void {
  reader.name("the section's name");
  while (!reader.done) {
    const id = reader.byte("a subsection's id");
    const content = reader.part(reader.u32("a subsection's size"), "a subsection");
    if (id !== functionNames) continue;
    for (let left = content.count("names"); left > 0; left--) {
      const index = content.u32("a function's index");
      names.set(index, content.name("a function's name"));
    }
  }
}

function quietly(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MalformedWasm || error instanceof UnsupportedWasm)) throw error;
  }
}
