import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSpans } from "../../../host/otlp/count-spans.ts";
import { encodeJson } from "../../../host/otlp/json/encode-json.ts";
import { decodeOtlp } from "../../support/otlp-proto.ts";

/** Drops what proto3 drops: zeros and empty lists. */
function present(record: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === 0 || value === "" || value === "0" || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && !isEmpty(value)),
  );
}

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const uint32 = fc.nat(2 ** 32 - 1);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString("hex"));
const double = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));

const { value: anyValue } = fc.letrec<{ value: Record<string, unknown>; keyValue: Record<string, unknown> }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.record({ stringValue: text }),
      fc.record({ boolValue: fc.boolean() }),
      fc.record({ intValue: int64 }),
      fc.record({ doubleValue: double }),
      fc.record({
        bytesValue: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("hex")),
      }),
      fc.constant({}),
      fc.array(tie("value"), { maxLength: 3 }).map((values) => ({ arrayValue: present({ values }) })),
      fc.array(tie("keyValue"), { maxLength: 3 }).map((values) => ({ kvlistValue: present({ values }) })),
    ),
    keyValue: fc.record({ key: text, value: tie("value") }).map(present),
  }),
);
const attributes = fc.array(fc.record({ key: text, value: anyValue }).map(present), { maxLength: 4 });

const event = fc
  .record({ timeUnixNano: uint64, name: text, attributes, droppedAttributesCount: uint32 })
  .map(present);
const link = fc
  .record({
    traceId: hex(16),
    spanId: hex(8),
    traceState: text,
    attributes,
    droppedAttributesCount: uint32,
    flags: uint32,
  })
  .map(present);
const span = fc
  .record({
    traceId: hex(16),
    spanId: hex(8),
    parentSpanId: fc.oneof(hex(8), fc.constant("")),
    traceState: text,
    name: text,
    kind: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    startTimeUnixNano: uint64,
    endTimeUnixNano: uint64,
    attributes,
    droppedAttributesCount: uint32,
    events: fc.array(event, { maxLength: 3 }),
    droppedEventsCount: uint32,
    links: fc.array(link, { maxLength: 3 }),
    droppedLinksCount: uint32,
    status: fc.option(fc.record({ message: text, code: fc.nat(3) }).map(present), { nil: undefined }),
    flags: uint32,
  })
  .map(present);
const scope = fc
  .record({ name: text, version: text, attributes, droppedAttributesCount: uint32 })
  .map(present);
const scopeSpans = fc
  .record({ scope, spans: fc.array(span, { maxLength: 4 }), schemaUrl: text })
  .map(present);
const resource = fc.record({ attributes, droppedAttributesCount: uint32 }).map(present);
const resourceSpans = fc
  .record({ resource, scopeSpans: fc.array(scopeSpans, { maxLength: 3 }), schemaUrl: text })
  .map(present);
const request = fc.record({ resourceSpans: fc.array(resourceSpans, { maxLength: 3 }) }).map(present);

/** The decoder's form as OTLP/JSON: attribute bytes in base64, special doubles as strings. */
function toOtlpJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toOtlpJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key === "bytesValue") return [key, Buffer.from(member as string, "hex").toString("base64")];
      if (key === "doubleValue") return [key, Number.isFinite(member) ? member : String(member)];
      return [key, toOtlpJson(member)];
    }),
  );
}

describe("OTLP/JSON as protobuf", () => {
  it("decodes to the same values, whatever the request", () => {
    fc.assert(
      fc.property(request, (expected) => {
        const result = encodeJson(Buffer.from(JSON.stringify(toOtlpJson(expected))));
        if (result.kind !== "encoded") throw new Error(`${result.path}: ${result.message}`);
        expect(decodeOtlp("ExportTraceServiceRequest", result.spans)).toEqual(expected);
        const spans = (expected.resourceSpans as { scopeSpans?: { spans?: unknown[] }[] }[] | undefined)
          ?.flatMap((one) => one.scopeSpans ?? [])
          .flatMap((one) => one.spans ?? []);
        expect(countSpans(result.spans)).toEqual({ kind: "counted", spanCount: spans?.length ?? 0 });
      }),
      { numRuns: 300 },
    );
  });
});
