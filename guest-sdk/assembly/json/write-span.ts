import { Span } from "../otlp/span";
import { SpanEvent } from "../otlp/span-event";
import { SpanLink } from "../otlp/span-link";
import { Spans } from "../otlp/spans";
import { byteLength, Range } from "../wire/range";
import { JsonWriter } from "./json-writer";
import { writeAttributes } from "./write-attributes";

/** Spans as a JSON array of OTLP/JSON spans. */
export function writeSpans(json: JsonWriter, spans: Spans): void {
  json.beginArray();
  for (let i = 0; i < spans.length; i++) writeSpan(json, spans[i]);
  json.endArray();
}

/**
 * One span as OTLP/JSON: lowerCamelCase, hex ids, 64-bit integers as strings, enums as integers. Members with their
 * default are left out, except ids, name, kind and times.
 */
export function writeSpan(json: JsonWriter, span: Span): void {
  json.beginObject();
  json.key("traceId");
  json.hex(span.traceIdRange);
  json.key("spanId");
  json.hex(span.spanIdRange);
  if (byteLength(span.parentSpanIdRange) > 0) {
    json.key("parentSpanId");
    json.hex(span.parentSpanIdRange);
  }
  writeText(json, "traceState", span.traceStateRange);
  writeCount(json, "flags", span.flags);
  json.key("name");
  json.rangeText(span.nameRange);
  json.key("kind");
  json.number(span.kind);
  json.key("startTimeUnixNano");
  json.uint64(span.startTimeUnixNano);
  json.key("endTimeUnixNano");
  json.uint64(span.endTimeUnixNano);
  writeAttributes(json, "attributes", span.encoded, 74, span.attributeFields);
  writeCount(json, "droppedAttributesCount", span.droppedAttributesCount);
  writeEvents(json, span);
  writeCount(json, "droppedEventsCount", span.droppedEventsCount);
  writeLinks(json, span);
  writeCount(json, "droppedLinksCount", span.droppedLinksCount);
  if (span.hasStatus) writeStatus(json, span);
  json.endObject();
}

/** A text that is left out when it is empty. */
export function writeText(json: JsonWriter, name: string, text: Range): void {
  if (byteLength(text) == 0) return;
  json.key(name);
  json.rangeText(text);
}

/** A 32-bit number that is left out when it is 0. */
export function writeCount(json: JsonWriter, name: string, count: u32): void {
  if (count == 0) return;
  json.key(name);
  json.number(count);
}

function writeEvents(json: JsonWriter, span: Span): void {
  if (span.eventCount == 0) return;
  const events = span.events;
  json.key("events");
  json.beginArray();
  for (let i = 0; i < events.length; i++) writeEvent(json, events[i]);
  json.endArray();
}

function writeEvent(json: JsonWriter, event: SpanEvent): void {
  json.beginObject();
  json.key("timeUnixNano");
  json.uint64(event.timeUnixNano);
  json.key("name");
  json.rangeText(event.nameRange);
  writeAttributes(json, "attributes", event.encoded, 26, event.attributeFields);
  writeCount(json, "droppedAttributesCount", event.droppedAttributesCount);
  json.endObject();
}

function writeLinks(json: JsonWriter, span: Span): void {
  if (span.linkCount == 0) return;
  const links = span.links;
  json.key("links");
  json.beginArray();
  for (let i = 0; i < links.length; i++) writeLink(json, links[i]);
  json.endArray();
}

function writeLink(json: JsonWriter, link: SpanLink): void {
  json.beginObject();
  json.key("traceId");
  json.hex(link.traceIdRange);
  json.key("spanId");
  json.hex(link.spanIdRange);
  writeText(json, "traceState", link.traceStateRange);
  writeAttributes(json, "attributes", link.encoded, 34, link.attributeFields);
  writeCount(json, "droppedAttributesCount", link.droppedAttributesCount);
  writeCount(json, "flags", link.flags);
  json.endObject();
}

function writeStatus(json: JsonWriter, span: Span): void {
  const status = span.status;
  json.key("status");
  json.beginObject();
  writeText(json, "message", status.messageRange);
  if (status.code != 0) {
    json.key("code");
    json.number(status.code);
  }
  json.endObject();
}
