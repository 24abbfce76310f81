import { type ByteReader, MalformedWasm } from "./byte-reader.ts";
import type { CoreModule, CoreSection, DeclaredLimits } from "./core-module.ts";
import { type Producer, readProducers } from "./producers.ts";
import { readLimits } from "./read-limits.ts";
import { skipConstantExpression, skipReferenceType } from "./skip-expression.ts";

/** Names by section id (https://webassembly.github.io/spec/core/binary/modules.html#sections). */
const sectionNames = [
  "custom",
  "type",
  "import",
  "function",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "element",
  "code",
  "data",
  "data-count",
  "tag",
] as const;

/**
 * Reads the frame of a core module: its sections, and what they declare of memories and tables. Code is not looked
 * into: V8 validates it. `reader` spans the module, its preamble included.
 *
 * @throws MalformedWasm or UnsupportedWasm.
 */
export function readCoreModule(reader: ByteReader): CoreModule {
  const start = reader.offset;
  readPreamble(reader);
  const found = new Found();
  while (!reader.done) found.section(reader);
  return { start, end: reader.end, ...found };
}

function readPreamble(reader: ByteReader): void {
  const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  for (const expected of preamble) {
    const { offset } = reader;
    if (reader.byte("a core module's first 8 bytes") !== expected) {
      throw new MalformedWasm(offset, "a core module does not start with \\0asm and version 1");
    }
  }
}

class Found {
  readonly sections: CoreSection[] = [];
  readonly memories: DeclaredLimits[] = [];
  readonly tables: DeclaredLimits[] = [];
  readonly producers: Producer[] = [];
  importedFunctions = 0;

  section(reader: ByteReader): void {
    reader.spend();
    const idOffset = reader.offset;
    const id = reader.byte("a section's id");
    const name = sectionNames[id];
    if (name === undefined) reader.fail(`core section ${id} is not known`, idOffset);
    const size = reader.u32(`the size of section ${name}`);
    const content = reader.part(size, `the section ${name}`);
    if (id !== 0 && this.sections.some((section) => section.name === name)) {
      reader.fail(`the section ${name} stands there twice`, idOffset);
    }
    const { offset: start, end } = content;
    this.sections.push({ name: this.#read(name, content), start, end });
  }

  /** Gives the name the section is listed by. */
  #read(name: (typeof sectionNames)[number], content: ByteReader): string {
    switch (name) {
      case "custom": {
        const own = content.name("the name of a custom section");
        if (own === "producers") this.producers.push(...readProducers(content));
        return `custom:${own}`;
      }
      case "import":
        this.importedFunctions += readImports(content);
        break;
      case "table":
        for (const table of readDeclared(content, "tables", readTable)) this.tables.push(table);
        break;
      case "memory":
        for (const memory of readDeclared(content, "memories", readMemory)) this.memories.push(memory);
        break;
    }
    return name;
  }
}

function readDeclared(
  content: ByteReader,
  what: string,
  read: (content: ByteReader) => DeclaredLimits,
): DeclaredLimits[] {
  const declared = content.vector(what, () => read(content));
  content.expectDone(`the section of ${what}`);
  return declared;
}

const readMemory = (content: ByteReader) => readLimits(content, "memory");

function readTable(content: ByteReader): DeclaredLimits {
  const hasExpression = readTablePrefix(content);
  const limits = readLimits(content, "table");
  if (hasExpression) skipConstantExpression(content);
  return limits;
}

/** What stands before a table's limits. True when an expression that initializes its elements follows them. */
export function readTablePrefix(content: ByteReader): boolean {
  const hasExpression = content.peek() === 0x40;
  if (hasExpression) content.skip(2, "a table's prefix");
  skipReferenceType(content);
  return hasExpression;
}

/** Reads over the imports; counts the functions among them, which come first in the functions' index space. */
function readImports(content: ByteReader): number {
  let functions = 0;
  for (let left = content.count("imports"); left > 0; left--) {
    content.name("an import's module");
    content.name("an import's name");
    const start = content.offset;
    const kind = content.byte("an import's kind");
    if (kind === 0) {
      content.u32("a function's type");
      functions++;
    } else if (kind === 1) readTable(content);
    else if (kind === 2) readLimits(content, "memory");
    else if (kind === 3) skipGlobalType(content);
    else if (kind === 4) {
      content.skip(1, "a tag");
      content.u32("a tag's type");
    } else content.fail(`an import of the unknown kind ${kind}`, start);
  }
  content.expectDone("the import section");
  return functions;
}

function skipGlobalType(content: ByteReader): void {
  const code = content.peek();
  // The number and vector types lie above all reference types.
  if (code >= 0x7b && code <= 0x7f) content.skip(1, "a global's type");
  else skipReferenceType(content);
  content.byte("a global's mutability");
}
