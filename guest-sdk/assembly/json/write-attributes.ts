import { elementTag, kindOf, ValueKind } from "../otlp/any-value";
import { firstOf, Repeated } from "../otlp/views";
import { Field } from "../wire/field";
import { end, Range, range, start } from "../wire/range";
import { JsonWriter } from "./json-writer";
import { writePlainAttribute } from "./write-plain-attribute";

// Attributes are the bulk of most batches: they are written from the wire, without the views' objects.

/** The `KeyValue` fields with this tag of a message, as a JSON array. Writes nothing when there are none. */
export function writeAttributes(
  json: JsonWriter,
  name: string,
  message: Range,
  tag: u32,
  fields: Repeated,
): void {
  if (fields == 0) return;
  json.key(name);
  writeElements(json, range(firstOf(fields), end(message)), tag, true);
}

/** An `AnyValue` as OTLP/JSON has it: an object with one member named after the kind; empty when there is no value. */
export function writeAnyValue(json: JsonWriter, message: Range): void {
  let kind = ValueKind.Empty;
  let bits: u64 = 0;
  let payload: Range = 0;
  const limit = end(message);
  for (let at = start(message); at < limit; ) {
    at = Field.read(at, limit);
    const found = kindOf(Field.tag);
    if (found == ValueKind.Empty) continue;
    kind = found;
    bits = Field.value;
    payload = Field.payload;
  }
  json.beginObject();
  switch (kind) {
    case ValueKind.Text:
      json.key("stringValue");
      json.rangeText(payload);
      break;
    case ValueKind.Flag:
      json.key("boolValue");
      json.flag(bits != 0);
      break;
    case ValueKind.Integer:
      json.key("intValue");
      json.int64(<i64>bits);
      break;
    case ValueKind.Double:
      json.key("doubleValue");
      json.double(reinterpret<f64>(bits));
      break;
    case ValueKind.List:
    case ValueKind.Map:
      json.key(kind == ValueKind.List ? "arrayValue" : "kvlistValue");
      json.beginObject();
      json.key("values");
      writeElements(json, payload, elementTag, kind == ValueKind.Map);
      json.endObject();
      break;
    case ValueKind.Bytes:
      json.key("bytesValue");
      json.base64(payload);
  }
  json.endObject();
}

function writeElements(json: JsonWriter, message: Range, tag: u32, areKeyed: bool): void {
  json.beginArray();
  const limit = end(message);
  for (let at = start(message); at < limit; ) {
    if (areKeyed) {
      const next = Field.shortEnd(at, limit, tag);
      if (next != 0 && writePlainAttribute(json, at + 2, next)) {
        at = next;
        continue;
      }
    }
    at = Field.read(at, limit);
    if (Field.tag != tag) continue;
    if (areKeyed) writeKeyValue(json, Field.payload);
    else writeAnyValue(json, Field.payload);
  }
  json.endArray();
}

function writeKeyValue(json: JsonWriter, message: Range): void {
  let key: Range = 0;
  let value: Range = 0;
  const limit = end(message);
  for (let at = start(message); at < limit; ) {
    at = Field.read(at, limit);
    if (Field.tag == 10) key = Field.payload;
    else if (Field.tag == 18) value = Field.payload;
  }
  json.beginObject();
  json.key("key");
  json.rangeText(key);
  json.key("value");
  writeAnyValue(json, value);
  json.endObject();
}
