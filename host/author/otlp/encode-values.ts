import type { AnyValueModel, KeyValueModel } from "./otlp-model.ts";
import type { ProtoWriter } from "./proto-writer.ts";

/** Writes a repeated `KeyValue` field. */
export function writeAttributes(
  writer: ProtoWriter,
  field: number,
  attributes: readonly KeyValueModel[] = [],
): void {
  for (const { key, value } of attributes) {
    writer.message(field, (inner) => {
      inner.bytes(1, key);
      if (value !== undefined) inner.message(2, (any) => writeAnyValue(any, value));
    });
  }
}

function writeAnyValue(writer: ProtoWriter, value: AnyValueModel): void {
  if ("string" in value) writer.bytes(1, value.string);
  else if ("bool" in value) writer.varint(2, value.bool ? 1 : 0);
  else if ("int" in value) writer.varint(3, value.int);
  else if ("double" in value) writer.double(4, value.double);
  else if ("array" in value) {
    writer.message(5, (inner) => {
      for (const each of value.array) inner.message(1, (any) => writeAnyValue(any, each));
    });
  } else if ("kvlist" in value) writer.message(6, (inner) => writeAttributes(inner, 1, value.kvlist));
  else if ("bytes" in value) writer.bytes(7, value.bytes);
}
