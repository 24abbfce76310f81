import { doubleTag, integerTag, PlainAttribute, textTag } from "../otlp/plain-attribute";
import { writeSigned } from "./decimal";
import { Escape, escapeSlack, longestEscape } from "./escape";
import { JsonWriter } from "./json-writer";
import { Literal, literalSlack } from "./literal";

/** For all that is written of an attribute shorter than 128 bytes. */
const attributeRoom: usize = 128 * longestEscape + escapeSlack + literalSlack + 64;

/** Writes a `KeyValue` as OTLP/JSON, if it is a plain one. Else writes nothing, and gives false. */
export function writePlainAttribute(json: JsonWriter, from: usize, limit: usize): bool {
  const field = PlainAttribute.value(from, limit);
  if (field == 0) return false;
  const tag = PlainAttribute.tag(field, limit);
  if (tag == 0 || tag == doubleTag) return false;
  let to = json.value(attributeRoom);
  to = Literal.write(`{"key":"`, to);
  // Behind the key come tag and length of the value.
  to = Escape.write(from + 2, field - 2, to);
  if (tag == textTag) {
    to = Literal.write(`","value":{"stringValue":"`, to);
    to = Literal.write(`"}}`, Escape.write(field + 2, limit, to));
  } else if (tag == integerTag) {
    to = Literal.write(`","value":{"intValue":"`, to);
    to = Literal.write(`"}}`, writeSigned(<i64>PlainAttribute.varint(field + 1, limit), to));
  } else {
    to = Literal.write(`","value":{"boolValue":`, to);
    to =
      PlainAttribute.varint(field + 1, limit) != 0
        ? Literal.write("true}}", to)
        : Literal.write("false}}", to);
  }
  json.wroteTo(to);
  return true;
}
