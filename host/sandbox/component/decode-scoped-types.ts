import { type ByteReader, UnsupportedWasm } from "../core-module/byte-reader.ts";
import { decodeAlias, decodeExternName, decodeExternType } from "./decode-references.ts";
import { decodeFlatType } from "./decode-types.ts";
import type { Definition, TypeNode } from "./nodes.ts";

const componentTypeCode = 0x41;
const instanceTypeCode = 0x42;

/** Instance types within instance types; honest ones have one or two levels. */
const maxTypeDepth = 50;

/** Reads one type definition, instance and component types with all that they declare. */
export function decodeType(reader: ByteReader, depth = 0): TypeNode {
  if (depth > maxTypeDepth) throw new UnsupportedWasm(`it nests types deeper than ${maxTypeDepth} levels`);
  const start = reader.offset;
  const code = reader.byte("a type");
  if (code === instanceTypeCode)
    return { kind: "instance-type", definitions: decodeDeclarations(reader, depth) };
  if (code === componentTypeCode) {
    // The agent gives no components to plugins: it is enough to know where the type ends.
    decodeDeclarations(reader, depth);
    return { kind: "component-type" };
  }
  return decodeFlatType(reader, code) ?? reader.fail(`0x${code.toString(16)} is no type`, start);
}

function decodeDeclarations(reader: ByteReader, depth: number): Definition[] {
  return reader
    .vector("declarations", () => decodeDeclaration(reader, depth))
    .filter((definition) => definition !== undefined);
}

function decodeDeclaration(reader: ByteReader, depth: number): Definition | undefined {
  const start = reader.offset;
  const code = reader.byte("a declaration");
  switch (code) {
    case 0x00:
      throw new UnsupportedWasm("it declares a core type inside a type, which is not known");
    case 0x01:
      return { kind: "type", type: decodeType(reader, depth + 1) };
    case 0x02:
      return decodeAlias(reader);
    case 0x03:
      return { kind: "import", name: decodeExternName(reader), type: decodeExternType(reader) };
    case 0x04:
      return { kind: "declare", name: decodeExternName(reader), type: decodeExternType(reader) };
    default:
      return reader.fail(`0x${code.toString(16)} is no declaration`, start);
  }
}
