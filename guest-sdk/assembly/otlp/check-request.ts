import { Field } from "../wire/field";
import { byteLength, end, Range, start } from "../wire/range";
import { PlainAttribute } from "./plain-attribute";

/** `attributes` of a `Span`. */
const attributesTag: u32 = 74;

/** Messages inside messages that are taken; each list or map in an attribute's value costs two or three. */
export const maxDepth = 100;

/** Messages of the trace service, for `childOf`. */
enum Message {
  None,
  Request,
  ResourceSpans,
  Resource,
  ScopeSpans,
  Scope,
  Span,
  Event,
  Link,
  Status,
  KeyValue,
  AnyValue,
  ArrayValue,
  KeyValueList,
}

/**
 * Walks an `ExportTraceServiceRequest` to its last attribute. Null when all of it can be read; else what is wrong and
 * where, without any of its data. Fields that are not known are skipped, as protobuf asks.
 */
export function checkRequest(request: Range): string | null {
  const failedAt = check(request, Message.Request, 0);
  if (failedAt == 0) return null;
  return (
    "malformed OTLP protobuf at byte " +
    (failedAt - start(request)).toString() +
    " of " +
    byteLength(request).toString() +
    ": " +
    Field.problem
  );
}

/** 0, or the address of the field that can't be read. */
function check(message: Range, type: Message, depth: i32): usize {
  if (depth > maxDepth) {
    Field.fail("nested deeper than " + maxDepth.toString() + " messages");
    return start(message);
  }
  const limit = end(message);
  let at = start(message);
  while (at < limit) {
    if (type == Message.Span) {
      const attributeEnd = Field.shortEnd(at, limit, attributesTag);
      if (attributeEnd != 0 && isPlain(at + 2, attributeEnd, depth)) {
        at = attributeEnd;
        continue;
      }
    }
    const next = Field.read(at, limit);
    if (next == Field.malformed) return at;
    const child = childOf(type, Field.tag);
    if (child != Message.None) {
      const failedAt = check(Field.payload, child, depth + 1);
      if (failedAt != 0) return failedAt;
    }
    at = next;
  }
  return 0;
}

/** Whether it is an attribute that can be read for sure. Costs less than to walk it. */
function isPlain(attribute: usize, limit: usize, depth: i32): bool {
  // The attribute, and its value.
  if (depth + 2 > maxDepth) return false;
  const field = PlainAttribute.value(attribute, limit);
  return field != 0 && PlainAttribute.tag(field, limit) != 0;
}

/** The message that a field with this tag of a message of this type holds. */
function childOf(type: Message, tag: u32): Message {
  switch (type) {
    case Message.Request:
      return tag == 10 ? Message.ResourceSpans : Message.None;
    case Message.ResourceSpans:
      return tag == 10 ? Message.Resource : tag == 18 ? Message.ScopeSpans : Message.None;
    case Message.Resource:
      return tag == 10 ? Message.KeyValue : Message.None;
    case Message.ScopeSpans:
      return tag == 10 ? Message.Scope : tag == 18 ? Message.Span : Message.None;
    case Message.Scope:
    case Message.Event:
      return tag == 26 ? Message.KeyValue : Message.None;
    case Message.Span:
      if (tag == attributesTag) return Message.KeyValue;
      if (tag == 90) return Message.Event;
      if (tag == 106) return Message.Link;
      return tag == 122 ? Message.Status : Message.None;
    case Message.Link:
      return tag == 34 ? Message.KeyValue : Message.None;
    case Message.KeyValue:
      return tag == 18 ? Message.AnyValue : Message.None;
    case Message.AnyValue:
      return tag == 42 ? Message.ArrayValue : tag == 50 ? Message.KeyValueList : Message.None;
    case Message.ArrayValue:
      return tag == 10 ? Message.AnyValue : Message.None;
    case Message.KeyValueList:
      return tag == 10 ? Message.KeyValue : Message.None;
    default:
      return Message.None;
  }
}
