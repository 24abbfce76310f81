import type { Batch } from "../../contract/index.ts";
import type { OwnSpan } from "./own-span.ts";

/** The resource attribute, `true`, by which the agent's own traces are known, here and at the next agent. */
export const ownTracesMark = "spandock.own_traces";

const internalKind = 1;
const errorCode = 2;

/**
 * The spans as one batch. Field numbers are those of opentelemetry-proto (collector/trace/v1, trace/v1, common/v1 and
 * resource/v1: https://github.com/open-telemetry/opentelemetry-proto).
 */
export function encodeOwnSpans(spans: readonly OwnSpan[], version: string): Batch {
  const resource = attributesField(1, {
    "service.name": "spandock",
    "service.version": version,
    [ownTracesMark]: true,
  });
  const scope = [textField(1, "spandock"), textField(2, version)];
  const scopeSpans = [messageField(1, scope), ...spans.map((span) => messageField(2, spanFields(span)))];
  const request = messageField(1, [messageField(1, resource), messageField(2, scopeSpans)]);
  const bytes = new Uint8Array(new SharedArrayBuffer(request.length));
  bytes.set(request);
  return { spans: bytes, spanCount: spans.length };
}

function spanFields(span: OwnSpan): Uint8Array[] {
  return [
    bytesField(1, span.traceId),
    bytesField(2, span.spanId),
    ...(span.parentSpanId === undefined ? [] : [bytesField(4, span.parentSpanId)]),
    textField(5, span.name),
    varintField(6, internalKind),
    fixed64Field(7, span.startNanos),
    fixed64Field(8, span.endNanos),
    ...attributesField(9, span.attributes),
    ...(span.error === undefined
      ? []
      : [messageField(15, [textField(2, span.error), varintField(3, errorCode)])]),
  ];
}

function attributesField(number: number, attributes: OwnSpan["attributes"]): Uint8Array[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [messageField(number, [textField(1, key), messageField(2, [anyValue(value)])])],
  );
}

function anyValue(value: string | number | boolean): Uint8Array {
  if (typeof value === "string") return textField(1, value);
  return typeof value === "boolean" ? varintField(2, value ? 1 : 0) : varintField(3, value);
}

const messageField = (number: number, fields: readonly Uint8Array[]) =>
  bytesField(number, Buffer.concat(fields));
const textField = (number: number, text: string) => bytesField(number, Buffer.from(text));

const bytesField = (number: number, bytes: Uint8Array) =>
  Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);

const varintField = (number: number, value: number) => Buffer.concat([varint(number * 8), varint(value)]);

function fixed64Field(number: number, value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.from([...bytes, rest]);
}
