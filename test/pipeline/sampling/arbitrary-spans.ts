import fc from "fast-check";
import type { Batch } from "../../../host/contract/index.ts";
import { decodeOtlp, encodeOtlp, type OtlpMessage } from "../../support/otlp-proto.ts";

const requestName = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";

/** Few, so that they meet. */
const keys = ["http.route", "tenant", "ok", "é", "service.name"];
const texts = ["/pay", "500", "true", "", "é", "1.5", "-7"];

const anyValue: fc.Arbitrary<OtlpMessage> = fc.oneof(
  fc.constantFrom(...texts).map((stringValue) => ({ stringValue })),
  fc.boolean().map((boolValue) => ({ boolValue })),
  fc.constantFrom("500", "-7", "9007199254740993", "0").map((intValue) => ({ intValue })),
  fc.constantFrom(1.5, 500, -7, 0.1).map((doubleValue) => ({ doubleValue })),
  fc.constant({ arrayValue: { values: [{ stringValue: "/pay" }] } }),
  fc.constant({}),
);

const attributes = fc.uniqueArray(fc.record({ key: fc.constantFrom(...keys), value: anyValue }), {
  maxLength: 4,
  selector: ({ key }) => key,
});

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const nanos = fc.bigInt({ min: 0n, max: 2n ** 63n }).map(String);

const span = fc.record(
  {
    traceId: bytesOf(16),
    spanId: bytesOf(8),
    parentSpanId: bytesOf(8),
    traceState: fc.string({ maxLength: 5 }),
    name: fc.string({ maxLength: 12, unit: "grapheme" }),
    kind: fc.integer({ min: 0, max: 5 }),
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    attributes,
    events: fc.array(fc.record({ name: fc.string({ maxLength: 3 }), attributes }), { maxLength: 2 }),
    status: fc.record(
      { code: fc.integer({ min: -1, max: 3 }), message: fc.string({ maxLength: 3 }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** Requests as an independent encoder writes them. */
export const request: fc.Arbitrary<OtlpMessage> = fc.record({
  resourceSpans: fc.array(
    fc.record(
      {
        resource: fc.record({ attributes }),
        scopeSpans: fc.array(
          fc.record({ scope: fc.record({ attributes }), spans: fc.array(span, { maxLength: 5 }) }),
          {
            maxLength: 3,
          },
        ),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
});

export interface DecodedSpan {
  readonly resource: readonly Attribute[];
  readonly span: OtlpMessage & { readonly attributes?: readonly Attribute[] };
}

export interface Attribute {
  readonly key?: string;
  readonly value?: OtlpMessage;
}

/** All spans of the bytes, by an independent decoder. */
export function spansOf(bytes: Uint8Array): readonly DecodedSpan[] {
  const { resourceSpans = [] } = decodeOtlp(requestName, bytes) as {
    resourceSpans?: { resource?: { attributes?: Attribute[] }; scopeSpans?: { spans?: OtlpMessage[] }[] }[];
  };
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) =>
      spans.map((each) => ({ resource: resource?.attributes ?? [], span: each })),
    ),
  );
}

/** The batch of a request, on shared memory as receivers make it. */
export function batchOf(message: OtlpMessage): Batch {
  const bytes = encodeOtlp(requestName, message);
  const spans = new Uint8Array(new SharedArrayBuffer(bytes.length));
  spans.set(bytes);
  return { spans, spanCount: spansOf(bytes).length };
}
