import { doubleTag, integerTag, plainTag, plainValue, plainVarint, textTag } from "../otlp/plain-attribute";
import { writeSigned } from "./decimal";
import { escapeSlack, escapeTo, longestEscape } from "./escape";
import { JsonWriter } from "./json-writer";
import { literalSlack, writeLiteral } from "./literal";

/** For all that is written of an attribute shorter than 128 bytes. */
const attributeRoom: usize = 128 * longestEscape + escapeSlack + literalSlack + 64;

/** Writes a `KeyValue` as OTLP/JSON, if it is a plain one. Else writes nothing, and gives false. */
@inline export function writePlainAttribute(json: JsonWriter, from: usize, limit: usize): bool {
  const field = plainValue(from, limit);
  if (field == 0) return false;
  const tag = plainTag(field, limit);
  if (tag == 0 || tag == doubleTag) return false;
  let to = json.value(attributeRoom);
  to = writeLiteral(`{"key":"`, to);
  // Behind the key come tag and length of the value.
  to = escapeTo(from + 2, field - 2, to);
  if (tag == textTag) {
    to = writeLiteral(`","value":{"stringValue":"`, to);
    to = writeLiteral(`"}}`, escapeTo(field + 2, limit, to));
  } else if (tag == integerTag) {
    to = writeLiteral(`","value":{"intValue":"`, to);
    to = writeLiteral(`"}}`, writeSigned(<i64>plainVarint(field + 1, limit), to));
  } else {
    to = writeLiteral(`","value":{"boolValue":`, to);
    to = plainVarint(field + 1, limit) != 0 ? writeLiteral("true}}", to) : writeLiteral("false}}", to);
  }
  json.wroteTo(to);
  return true;
}
