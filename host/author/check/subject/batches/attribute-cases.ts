import type { AnyValueModel, KeyValueModel } from "../../../otlp/index.ts";
import { batchCase, marker } from "../batch-case.ts";
import { plainSpan, tracesOf } from "../plain-spans.ts";

const depth = 20;

const kinds: readonly KeyValueModel[] = [
  { key: "string", value: { string: marker } },
  { key: "string.empty", value: { string: "" } },
  { key: "bool", value: { bool: true } },
  { key: "bool.false", value: { bool: false } },
  { key: "int", value: { int: -42n } },
  { key: "double", value: { double: 0.1 } },
  { key: "bytes", value: { bytes: Uint8Array.of(0, 1, 0xfe, 0xff) } },
  { key: "bytes.empty", value: { bytes: new Uint8Array() } },
  { key: "array", value: { array: [{ string: marker }, { int: 1n }, { bool: true }, { none: true }] } },
  { key: "array.empty", value: { array: [] } },
  {
    key: "kvlist",
    value: {
      kvlist: [
        { key: marker, value: { double: 1.5 } },
        { key: "", value: { none: true } },
      ],
    },
  },
  { key: "kvlist.empty", value: { kvlist: [] } },
  { key: "array.of.arrays", value: { array: [{ array: [{ int: 1n }] }, { kvlist: [{ key: "a" }] }] } },
  { key: "nothing.set", value: { none: true } },
  { key: "no.value" },
  { key: "", value: { string: "an empty key" } },
  { key: "twice", value: { int: 1n } },
  { key: "twice", value: { int: 2n } },
];

function nested(make: (inner: AnyValueModel) => AnyValueModel): AnyValueModel {
  let value: AnyValueModel = { string: marker };
  for (let level = 0; level < depth; level++) value = make(value);
  return value;
}

export const attributeCases = [
  batchCase("two spans with attributes of every kind: texts, numbers, bytes, arrays, maps, none", () =>
    tracesOf([plainSpan(), { ...plainSpan(1), attributes: kinds }], { resource: { attributes: kinds } }),
  ),
  batchCase(`two spans with arrays and maps nested ${depth} deep`, () =>
    tracesOf([
      { ...plainSpan(), attributes: [{ key: "arrays", value: nested((inner) => ({ array: [inner] })) }] },
      {
        ...plainSpan(1),
        attributes: [{ key: "maps", value: nested((inner) => ({ kvlist: [{ key: "in", value: inner }] })) }],
      },
    ]),
  ),
];
