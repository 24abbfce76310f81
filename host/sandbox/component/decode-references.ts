import { type ByteReader, UnsupportedWasm } from "../core-module/byte-reader.ts";
import type { Definition, ExternNode, Reference, Sort } from "./nodes.ts";

const sorts: Readonly<Record<number, Sort>> = { 1: "function", 3: "type", 4: "component", 5: "instance" };
const coreModuleSort = 0x11;

export function decodeSort(reader: ByteReader): Sort {
  const start = reader.offset;
  const code = reader.byte("a sort");
  if (code === 0) return reader.byte("a core sort") === coreModuleSort ? "core-module" : "core";
  if (code === 2) throw new UnsupportedWasm("it uses values at instantiation, which are not known");
  return sorts[code] ?? reader.fail(`0x${code.toString(16)} is no sort`, start);
}

/** The name of an import or export. Names with attributes (still behind a gate in the specification) are refused. */
export function decodeExternName(reader: ByteReader): string {
  const form = reader.byte("the form of a name");
  if (form > 1)
    throw new UnsupportedWasm(`it has a name of the form 0x${form.toString(16)}, which is not known`);
  return reader.name("the name of an import or export");
}

export function decodeExternType(reader: ByteReader): ExternNode {
  const start = reader.offset;
  const code = reader.byte("the type of an import or export");
  switch (code) {
    case 0x00:
      if (reader.byte("a core type") !== coreModuleSort) reader.fail("expected a core module's type", start);
      reader.u32("a core type's index");
      return { kind: "core-module" };
    case 0x01:
      return { kind: "function", type: reader.u32("a function type's index") };
    case 0x02:
      throw new UnsupportedWasm("it imports or exports a value, which is not known");
    case 0x03:
      return decodeTypeBound(reader);
    case 0x04:
      return { kind: "component", type: reader.u32("a component type's index") };
    case 0x05:
      return { kind: "instance", type: reader.u32("an instance type's index") };
    default:
      return reader.fail(`0x${code.toString(16)} is no type of an import or export`, start);
  }
}

function decodeTypeBound(reader: ByteReader): ExternNode {
  const start = reader.offset;
  const bound = reader.byte("a type's bound");
  if (bound === 0) return { kind: "type", type: reader.u32("a type index") };
  if (bound === 1) return { kind: "resource" };
  return reader.fail(`0x${bound.toString(16)} is no bound of a type`, start);
}

/** Arguments of an instantiation have plain names; exports made in place have the names of exports. */
export function decodeReference(reader: ByteReader, decodeName: (reader: ByteReader) => string): Reference {
  const name = decodeName(reader);
  const sort = decodeSort(reader);
  return { name, sort, index: reader.u32("an index") };
}

/** Aliases of core items other than modules are of no interest: undefined. */
export function decodeAlias(reader: ByteReader): Definition | undefined {
  const sort = decodeSort(reader);
  const start = reader.offset;
  const target = reader.byte("the target of an alias");
  if (target === 0x00 || target === 0x01) {
    const instance = reader.u32("an instance's index");
    const name = reader.name("the name in an alias");
    return target === 0x00 ? { kind: "alias-export", sort, instance, name } : undefined;
  }
  if (target === 0x02) {
    const count = reader.u32("the number of scopes");
    const index = reader.u32("an index");
    return sort === "core" ? undefined : { kind: "alias-outer", sort, count, index };
  }
  return reader.fail(`0x${target.toString(16)} is no target of an alias`, start);
}
