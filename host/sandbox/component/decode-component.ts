import { type ByteReader, UnsupportedWasm } from "../core-module/byte-reader.ts";
import type { CoreModule } from "../core-module/core-module.ts";
import { type Producer, readProducers } from "../core-module/producers.ts";
import { readCoreModule } from "../core-module/read-core-module.ts";
import { decodeCanon } from "./decode-canon.ts";
import {
  decodeAlias,
  decodeExternName,
  decodeExternType,
  decodeReference,
  decodeSort,
} from "./decode-references.ts";
import { decodeType } from "./decode-scoped-types.ts";
import type { ComponentNode, Definition } from "./nodes.ts";

/** Components within components; composed plugins have three or four levels. */
const maxDepth = 50;

/** What is gathered over a component and all components inside it. */
export interface Gathered {
  readonly coreModules: CoreModule[];
  readonly producers: Producer[];
  /** Content of sections by what it is, over all levels. */
  readonly sectionBytes: Map<string, number>;
  /** Names that components inside this one import. */
  readonly nestedImports: string[];
}

type Push = (definition: Definition | undefined) => void;

/**
 * Reads the sections of a component whose preamble is already read, and of all components inside it.
 *
 * @throws MalformedWasm or UnsupportedWasm.
 */
export function decodeComponent(reader: ByteReader, gathered: Gathered, depth = 0): ComponentNode {
  if (depth > maxDepth) throw new UnsupportedWasm(`it nests components deeper than ${maxDepth} levels`);
  const definitions: Definition[] = [];
  const push: Push = (definition) => {
    if (definition === undefined) return;
    definitions.push(definition);
    if (depth > 0 && definition.kind === "import") gathered.nestedImports.push(definition.name);
  };
  while (!reader.done) {
    reader.spend();
    const start = reader.offset;
    const id = reader.byte("a section's id");
    const content = reader.part(reader.u32("a section's size"), `section ${id}`);
    if (id === 0) decodeCustom(content, gathered);
    else if (id === 1) push(decodeCoreModule(content, gathered));
    else if (id === 4) push({ kind: "component", component: decodeNested(content, gathered, depth + 1) });
    else {
      const size = content.remaining;
      count(gathered, sectionNames[id] ?? reader.fail(`section ${id} is not known`, start), size);
      decodeItems(id, content, push);
    }
  }
  return { definitions };
}

const sectionNames: Readonly<Record<number, string>> = {
  2: "core instances",
  3: "core types",
  5: "instances",
  6: "aliases",
  7: "types",
  8: "canonical functions",
  9: "start",
  10: "imports",
  11: "exports",
  12: "values",
};

function count({ sectionBytes }: Gathered, what: string, size: number): void {
  sectionBytes.set(what, (sectionBytes.get(what) ?? 0) + size);
}

function decodeCustom(content: ByteReader, gathered: Gathered): void {
  const size = content.remaining;
  const name = content.name("the name of a custom section");
  count(gathered, `custom:${name}`, size);
  if (name === "producers") gathered.producers.push(...readProducers(content));
}

function decodeCoreModule(content: ByteReader, gathered: Gathered): Definition {
  const module = readCoreModule(content);
  gathered.coreModules.push(module);
  for (const { name, start, end } of module.sections) count(gathered, `core ${name}`, end - start);
  return { kind: "core-module", module };
}

function decodeNested(content: ByteReader, gathered: Gathered, depth: number): ComponentNode {
  for (const expected of [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]) {
    const { offset } = content;
    if (content.byte("a nested component's first 8 bytes") !== expected) {
      content.fail("a nested component does not start with \\0asm, version 13, layer 1", offset);
    }
  }
  return decodeComponent(content, gathered, depth);
}

function decodeItems(id: number, content: ByteReader, push: Push): void {
  // Core types describe core modules from outside, and no component can get one from this agent.
  if (id === 3) return;
  const decode = itemDecoders[id];
  if (decode === undefined)
    throw new UnsupportedWasm("it uses values or a start function, which are not known");
  for (let left = content.count("definitions"); left > 0; left--) {
    content.spend();
    push(decode(content));
  }
  content.expectDone(`the section of ${sectionNames[id]}`);
}

const itemDecoders: Readonly<Record<number, (content: ByteReader) => Definition | undefined>> = {
  2: decodeCoreInstance,
  5: decodeInstance,
  6: decodeAlias,
  7: (content) => ({ kind: "type", type: decodeType(content) }),
  8: (content) => {
    const type = decodeCanon(content);
    return type === undefined ? undefined : { kind: "lift", type };
  },
  10: (content) => ({ kind: "import", name: decodeExternName(content), type: decodeExternType(content) }),
  11: decodeExport,
};

/** Only instances of modules are of interest: they make memories. */
function decodeCoreInstance(content: ByteReader): Definition | undefined {
  const start = content.offset;
  const form = content.byte("a core instance");
  if (form > 1) content.fail(`0x${form.toString(16)} is no form of a core instance`, start);
  const module = form === 0 ? content.u32("a core module's index") : undefined;
  for (let left = content.count("items of a core instance"); left > 0; left--) {
    content.name("a name in a core instance");
    content.byte("a core sort");
    content.u32("a core index");
  }
  return module === undefined ? undefined : { kind: "core-instance", module };
}

function decodeInstance(content: ByteReader): Definition {
  const start = content.offset;
  const form = content.byte("an instance");
  if (form > 1) content.fail(`0x${form.toString(16)} is no form of an instance`, start);
  if (form === 1) {
    const exports = content.vector("exports", () => decodeReference(content, decodeExternName));
    return { kind: "bundle", exports };
  }
  const component = content.u32("a component's index");
  const args = content.vector("arguments", () =>
    decodeReference(content, (reader) => reader.name("an argument")),
  );
  return { kind: "instantiate", component, args };
}

function decodeExport(content: ByteReader): Definition {
  const name = decodeExternName(content);
  const sort = decodeSort(content);
  const index = content.u32("an export's index");
  const start = content.offset;
  const typed = content.byte("an export's type");
  if (typed > 1) content.fail(`expected 0 or 1 before an export's type, found ${typed}`, start);
  const declared = typed === 1 ? { type: decodeExternType(content) } : {};
  return { kind: "export", name, sort, index, ...declared };
}
