import type { AnyValue, KeyValue, Span, SpanEvent, SpanLink } from "../guest/otlp.ts";

// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids in hex, 64-bit integers as text, enums as
// numbers. JSON.stringify leaves out what is undefined.

/** Members with their default are left out, except ids, name, kind and times. */
export function spanJson(span: Span) {
  return {
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId) || undefined,
    traceState: span.traceState || undefined,
    flags: span.flags || undefined,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano.toBigInt().toString(),
    endTimeUnixNano: span.endTimeUnixNano.toBigInt().toString(),
    attributes: attributesJson(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount || undefined,
    events: unlessEmpty(span.events.map(eventJson)),
    droppedEventsCount: span.droppedEventsCount || undefined,
    links: unlessEmpty(span.links.map(linkJson)),
    droppedLinksCount: span.droppedLinksCount || undefined,
    status: span.status
      ? { message: span.status.message || undefined, code: span.status.code || undefined }
      : undefined,
  };
}

/** Undefined when there are none. */
export function attributesJson(attributes: readonly KeyValue[]) {
  return unlessEmpty(attributes.map(keyValueJson));
}

function eventJson(event: SpanEvent) {
  return {
    timeUnixNano: event.timeUnixNano.toBigInt().toString(),
    name: event.name,
    attributes: attributesJson(event.attributes),
    droppedAttributesCount: event.droppedAttributesCount || undefined,
  };
}

function linkJson(link: SpanLink) {
  return {
    traceId: hex(link.traceId),
    spanId: hex(link.spanId),
    traceState: link.traceState || undefined,
    attributes: attributesJson(link.attributes),
    droppedAttributesCount: link.droppedAttributesCount || undefined,
    flags: link.flags || undefined,
  };
}

const keyValueJson = ({ key, value }: KeyValue) => ({ key, value: valueJson(value) });

/** An object with one member named after the kind; empty when there is no value. */
function valueJson(value: AnyValue | null | undefined): object {
  switch (value?.value) {
    case "stringValue":
      return { stringValue: value.stringValue };
    case "boolValue":
      return { boolValue: value.boolValue };
    case "intValue":
      return { intValue: value.intValue.toBigInt().toString() };
    case "doubleValue":
      return { doubleValue: doubleJson(value.doubleValue) };
    case "arrayValue":
      return { arrayValue: { values: value.arrayValue.values.map(valueJson) } };
    case "kvlistValue":
      return { kvlistValue: { values: value.kvlistValue.values.map(keyValueJson) } };
    case "bytesValue":
      return { bytesValue: base64(value.bytesValue) };
    default:
      return {};
  }
}

function doubleJson(value: number): unknown {
  if (!Number.isFinite(value)) return String(value);
  return Object.is(value, -0) ? negativeZero : value;
}

/** JSON.stringify writes 0 for it, except as raw JSON, which the plugin's engine has, and Node from 22 on. */
const negativeZero = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON?.("-0") ?? -0;

/** What the plugin's engine has built in, and Node from 25 on; in an interpreter it is many times faster than a loop. */
interface Encodings {
  toHex?(): string;
  toBase64?(): string;
}

function hex(bytes: Uint8Array & Encodings): string {
  return bytes.toHex?.() ?? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64(bytes: Uint8Array & Encodings): string {
  return bytes.toBase64?.() ?? btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
