import { encodeOtlp } from "./otlp-proto.ts";

const requestName = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";
const maxU32 = 0xffff_ffff;
const maxU64 = "18446744073709551615";
const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);
const text = (stringValue: string) => ({ stringValue });

/** Every kind of attribute value, at its edges. */
const attributes = [
  { key: "text", value: text("plain") },
  { key: "escaped", value: text('"\\/\b\f\n\r\t\u0000\u001f\u007f<&>\u2028') },
  { key: "ünïcödé 漢字 🙂", value: text("e\u0301 עברית 👩‍👩‍👧 \u{10ffff}") },
  { key: "empty text", value: text("") },
  { key: "true", value: { boolValue: true } },
  { key: "false", value: { boolValue: false } },
  { key: "zero", value: { intValue: 0 } },
  { key: "least", value: { intValue: "-9223372036854775808" } },
  { key: "most", value: { intValue: "9223372036854775807" } },
  ...[0, -0, 0.1, 1, -1.5, 1e21, 1e-7, 123456789.125, 5e-324, Number.MAX_VALUE].map((doubleValue) => ({
    key: `double ${doubleValue}`,
    value: { doubleValue },
  })),
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((doubleValue) => ({
    key: `double ${doubleValue}`,
    value: { doubleValue },
  })),
  { key: "no bytes", value: { bytesValue: new Uint8Array() } },
  ...[1, 2, 3, 4].map((length) => ({ key: `bytes ${length}`, value: { bytesValue: bytes(length, 0xfb) } })),
  {
    key: "list",
    value: { arrayValue: { values: [text("a"), {}, { arrayValue: { values: [{ intValue: 1 }] } }] } },
  },
  { key: "empty list", value: { arrayValue: {} } },
  { key: "map", value: { kvlistValue: { values: [{ key: "k", value: { kvlistValue: {} } }, { key: "" }] } } },
  { key: "no value" },
  { key: "empty value", value: {} },
  { key: "twice", value: text("first") },
  { key: "twice", value: text("second") },
];

const fullSpan = {
  traceId: bytes(16, 0xab),
  spanId: bytes(8, 0xcd),
  traceState: "vendor=1,other=ü",
  parentSpanId: bytes(8, 0xef),
  flags: 0x301,
  name: "päy 💶",
  kind: 3,
  startTimeUnixNano: "1709210096000000001",
  endTimeUnixNano: maxU64,
  attributes,
  droppedAttributesCount: maxU32,
  events: [{ timeUnixNano: maxU64, name: "declined", attributes, droppedAttributesCount: 2 }, {}],
  droppedEventsCount: 3,
  links: [
    {
      traceId: bytes(16, 1),
      spanId: bytes(8, 2),
      traceState: "a=b",
      attributes,
      droppedAttributesCount: 4,
      flags: maxU32,
    },
    {},
  ],
  droppedLinksCount: 5,
  status: { message: "nö", code: 2 },
};

const knownNode = {
  "host.name": text("h1"),
  "process.pid": { intValue: 4711 },
  "process.creation.time": text("2024-02-29T12:00:00Z"),
  "opencensus.starttime": text("not this one"),
  "telemetry.sdk.language": text("nodejs"),
  "opencensus.exporterversion": text("0.9"),
  "telemetry.sdk.version": text("2.1.0"),
  "service.name": text("shöp"),
};
const resourceOf = (known: Readonly<Record<string, object>>) => ({
  attributes: [...Object.entries(known).map(([key, value]) => ({ key, value })), ...attributes],
  droppedAttributesCount: 6,
});

/** One batch with every field of OTLP, every kind of attribute, Unicode, zero ids, and the largest numbers. */
export const fullBatch: Uint8Array = encodeOtlp(requestName, {
  resourceSpans: [
    {
      resource: resourceOf(knownNode),
      scopeSpans: [
        {
          scope: { name: "scope", version: "1", attributes, droppedAttributesCount: 7 },
          spans: [fullSpan, {}],
        },
        { spans: [{ ...fullSpan, kind: 99, traceId: bytes(16, 0), spanId: bytes(8, 0), status: {} }] },
        {},
      ],
      schemaUrl: "https://opentelemetry.io/schemas/1.27.0",
    },
    {
      resource: resourceOf({ "process.pid": text("42"), "service.name": { intValue: 1 } }),
      scopeSpans: [{}],
    },
    { scopeSpans: [{ spans: [{ name: "no resource", status: { code: 1 } }] }] },
    {},
  ],
});

/** A batch whose last length points past its end. */
export const cutBatch: Uint8Array = fullBatch.subarray(0, fullBatch.length - 1);

/** A batch of one span, which has this name. */
export const smallBatch = (name: string): Uint8Array =>
  encodeOtlp(requestName, { resourceSpans: [{ scopeSpans: [{ spans: [{ name }] }] }] });
