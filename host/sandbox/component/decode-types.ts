import { type ByteReader, UnsupportedWasm } from "../core-module/byte-reader.ts";
import type { CaseNode, FieldNode, FunctionNode, TypeNode, ValueNode, ValueRef } from "./nodes.ts";
import type { PrimitiveName } from "./types.ts";

/** Codes of https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#type-definitions */
const primitives: Readonly<Record<number, PrimitiveName>> = {
  127: "bool",
  126: "s8",
  125: "u8",
  124: "s16",
  123: "u16",
  122: "s32",
  121: "u32",
  120: "s64",
  119: "u64",
  118: "f32",
  117: "f64",
  116: "char",
  115: "string",
  100: "error-context",
};

type Decode = (reader: ByteReader) => ValueNode | FunctionNode | { readonly kind: "resource" };

const decoders: Readonly<Record<number, Decode>> = {
  114: (reader) => ({ kind: "record", fields: decodeFields(reader) }),
  113: (reader) => ({ kind: "variant", cases: reader.vector("cases", () => decodeCase(reader)) }),
  112: (reader) => ({ kind: "list", element: decodeValueRef(reader) }),
  111: (reader) => ({ kind: "tuple", elements: reader.vector("elements", () => decodeValueRef(reader)) }),
  110: (reader) => ({ kind: "flags", names: decodeLabels(reader) }),
  109: (reader) => ({ kind: "enum", names: decodeLabels(reader) }),
  107: (reader) => ({ kind: "option", some: decodeValueRef(reader) }),
  106: (reader) => ({ kind: "result", ok: decodeOptional(reader), err: decodeOptional(reader) }),
  105: (reader) => ({ kind: "own", resource: reader.u32("a resource's type index") }),
  104: (reader) => ({ kind: "borrow", resource: reader.u32("a resource's type index") }),
  103: (reader) => ({ kind: "list", element: decodeValueRef(reader), length: reader.u32("a list's length") }),
  102: (reader) => ({ kind: "stream", element: decodeOptional(reader) }),
  101: (reader) => ({ kind: "future", element: decodeOptional(reader) }),
  99: (reader) => ({ kind: "map", key: decodeValueRef(reader), value: decodeValueRef(reader) }),
  64: (reader) => decodeFunction(reader, false),
  67: (reader) => decodeFunction(reader, true),
  63: decodeResource,
};

/** Reads a type that holds no scope of its own, its code being `code`; answers undefined for an unknown one. */
export function decodeFlatType(reader: ByteReader, code: number): TypeNode | undefined {
  const name = primitives[code];
  if (name !== undefined) return { kind: "primitive", name };
  return decoders[code]?.(reader);
}

export function decodeValueRef(reader: ByteReader): ValueRef {
  const start = reader.offset;
  const value = reader.signed("a value type", 33);
  if (value >= 0) return value;
  const name = primitives[value + 128];
  return name ?? reader.fail(`0x${(value + 128).toString(16)} is no value type`, start);
}

function decodeOptional(reader: ByteReader): ValueRef | undefined {
  const start = reader.offset;
  const present = reader.byte("an optional type");
  if (present > 1) reader.fail(`expected 0 or 1 before an optional type, found ${present}`, start);
  return present === 1 ? decodeValueRef(reader) : undefined;
}

function decodeFields(reader: ByteReader): FieldNode[] {
  return reader.vector("fields", () => ({
    name: reader.name("a field's name"),
    type: decodeValueRef(reader),
  }));
}

function decodeCase(reader: ByteReader): CaseNode {
  const name = reader.name("a case's name");
  const type = decodeOptional(reader);
  // Once the index of a case that this one refines; always 0 today.
  if (reader.byte("the end of a case") !== 0)
    throw new UnsupportedWasm(`its variant case ${name} refines another`);
  return { name, type };
}

function decodeLabels(reader: ByteReader): string[] {
  return reader.vector("labels", () => reader.name("a label"));
}

function decodeFunction(reader: ByteReader, async: boolean): FunctionNode {
  const parameters = decodeFields(reader);
  const start = reader.offset;
  const form = reader.byte("a function's result");
  if (form === 0) return { kind: "function", async, parameters, result: decodeValueRef(reader) };
  if (form !== 1 || reader.byte("the end of a function's results") !== 0) {
    reader.fail("a function with several or unknown results", start);
  }
  return { kind: "function", async, parameters };
}

function decodeResource(reader: ByteReader): { kind: "resource" } {
  reader.byte("a resource's representation");
  const start = reader.offset;
  const destructor = reader.byte("a resource's destructor");
  if (destructor > 1) reader.fail(`expected 0 or 1 before a destructor, found ${destructor}`, start);
  if (destructor === 1) reader.u32("a destructor's function index");
  return { kind: "resource" };
}
