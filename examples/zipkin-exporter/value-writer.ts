import { AnyValue, Attributes, JsonWriter, Range, ValueKind } from "@spandock/guest-sdk";

/** Writes attribute values as Zipkin's texts. */
export class ValueWriter {
  /** For lists and maps: JSON that becomes a text in JSON. */
  private readonly nested: JsonWriter = new JsonWriter(1024);

  constructor(private readonly json: JsonWriter) {}

  /** A value as a JSON string: lists and maps as the JSON that they are, bytes in Base64. */
  writeText(value: AnyValue): void {
    const json = this.json;
    switch (value.kind) {
      case ValueKind.Text:
        return json.rangeText(value.payload);
      case ValueKind.Flag:
        return json.text(value.flag ? "true" : "false");
      case ValueKind.Integer:
        return json.int64(value.integer);
      case ValueKind.Double:
        return json.text(doubleText(value.double));
      case ValueKind.Bytes:
        return json.base64(value.payload);
      case ValueKind.List:
      case ValueKind.Map:
        this.nested.clear();
        writeJson(this.nested, value);
        return json.rangeText(this.nested.written);
      default:
        return json.text("");
    }
  }

  /** `"name":{"key":value, …}` as a JSON string: a text and its attributes in one. */
  writeNamed(name: Range, attributes: Attributes): void {
    const nested = this.nested;
    nested.clear();
    nested.rangeKey(name);
    writeMap(nested, attributes);
    this.json.rangeText(nested.written);
  }
}

/** Whole numbers without a point, as other exporters write them. */
function doubleText(value: f64): string {
  const text = value.toString();
  return text.endsWith(".0") ? text.substring(0, text.length - 2) : text;
}

function writeJson(json: JsonWriter, value: AnyValue): void {
  switch (value.kind) {
    case ValueKind.Text:
      return json.rangeText(value.payload);
    case ValueKind.Flag:
      return json.flag(value.flag);
    case ValueKind.Integer:
      return json.number(value.integer);
    case ValueKind.Double:
      return json.double(value.double);
    case ValueKind.Bytes:
      return json.base64(value.payload);
    case ValueKind.List: {
      const list = value.list;
      json.beginArray();
      for (let i = 0; i < list.length; i++) writeJson(json, list[i]);
      return json.endArray();
    }
    case ValueKind.Map:
      return writeMap(json, value.map);
    default:
      return json.nothing();
  }
}

function writeMap(json: JsonWriter, map: Attributes): void {
  json.beginObject();
  for (let i = 0; i < map.length; i++) {
    const member = map[i];
    json.rangeKey(member.keyRange);
    writeJson(json, member.value);
  }
  json.endObject();
}
