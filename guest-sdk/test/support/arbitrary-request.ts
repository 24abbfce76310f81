import fc from "fast-check";

/** Messages of OTLP as protobufjs takes them. Texts hold what JSON has to escape, and all of Unicode. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', "\\", "\n", "\u0000", "\u007f", "ü", "漢", "🙂"),
    fc.string({ minLength: 1, maxLength: 12 }),
  ),
  maxLength: 8,
});
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff_ffff }));
const u64 = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }).map(String);
const i64 = fc.bigInt({ min: -0x8000_0000_0000_0000n, max: 0x7fff_ffff_ffff_ffffn }).map(String);

const { value: anyValue } = fc.letrec<{ value: object; keyValue: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: i64 }),
    fc.record({ doubleValue: fc.double() }),
    fc.record({ bytesValue: fc.uint8Array({ maxLength: 10 }) }),
    fc.constant({}),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("value"), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: fc.array(tie("keyValue"), { maxLength: 3 }) }) }),
  ),
  keyValue: fc.record({ key: text, value: tie("value") }),
}));

const attributes = fc.array(fc.record({ key: text, value: anyValue }), { maxLength: 4 });

const span = fc.record({
  traceId: bytes(16),
  spanId: bytes(8),
  parentSpanId: fc.oneof(bytes(0), bytes(8)),
  traceState: text,
  name: text,
  kind: fc.nat({ max: 6 }),
  flags: u32,
  startTimeUnixNano: u64,
  endTimeUnixNano: u64,
  attributes,
  droppedAttributesCount: u32,
  events: fc.array(fc.record({ timeUnixNano: u64, name: text, attributes, droppedAttributesCount: u32 }), {
    maxLength: 3,
  }),
  droppedEventsCount: u32,
  links: fc.array(
    fc.record({
      traceId: bytes(16),
      spanId: bytes(8),
      traceState: text,
      attributes,
      droppedAttributesCount: u32,
      flags: u32,
    }),
    { maxLength: 3 },
  ),
  droppedLinksCount: u32,
  status: fc.option(fc.record({ message: text, code: fc.nat({ max: 3 }) }), { nil: undefined }),
});

const scopeSpans = fc.record({
  scope: fc.record({ name: text, version: text, attributes, droppedAttributesCount: u32 }),
  spans: fc.array(span, { maxLength: 3 }),
  schemaUrl: text,
});

/** An `ExportTraceServiceRequest`. */
export const request = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes, droppedAttributesCount: u32 }),
      scopeSpans: fc.array(scopeSpans, { maxLength: 3 }),
      schemaUrl: text,
    }),
    { maxLength: 3 },
  ),
});
