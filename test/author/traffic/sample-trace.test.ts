import { expect, it } from "vitest";
import { writeRequest } from "../../../host/author/traffic/sample-request.ts";
import { sampleTrace } from "../../../host/author/traffic/sample-trace.ts";
import { decodeOtlp, otlpRoot } from "../../support/otlp-proto.ts";

const endNano = 1_700_000_000_123_456_000n;

/** The same numbers on every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Decoded {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: unknown }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status?: { readonly code: number };
  readonly events?: readonly unknown[];
}

/** As an independent decoder reads what was written. */
function decoded(seed: number): Decoded {
  const resources = sampleTrace({ endNano, random: numbers(seed) });
  return decodeOtlp("ExportTraceServiceRequest", writeRequest(resources)) as unknown as Decoded;
}

const spansOf = (trace: Decoded) =>
  trace.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
const many = Array.from({ length: 200 }, (_, seed) => decoded(seed));

it("a sample trace is one tree, in which each span lies within its parent's time", () => {
  for (const trace of many) {
    const spans = spansOf(trace);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(byId.size).toBe(spans.length);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
    for (const span of spans) {
      expect(span.traceId).toHaveLength(32);
      expect(BigInt(span.startTimeUnixNano)).toBeLessThan(BigInt(span.endTimeUnixNano));
      if (span.parentSpanId === undefined) continue;
      const parent = byId.get(span.parentSpanId)!;
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(parent.startTimeUnixNano));
      expect(BigInt(span.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(parent.endTimeUnixNano));
    }
  }
});

it("sample traces come from several services, and some of them fail with an exception", () => {
  const failed = many.filter((trace) => spansOf(trace).some(({ status }) => status?.code === 2));
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(many.length / 2);
  for (const trace of failed) expect(spansOf(trace).some(({ events }) => events?.length === 1)).toBe(true);
  const services = many[0]!.resourceSpans.map(
    ({ resource }) => resource.attributes.find(({ key }) => key === "service.name")!.value,
  );
  expect(new Set(services.map((value) => JSON.stringify(value))).size).toBe(services.length);
  expect(services.length).toBeGreaterThanOrEqual(3);
});

it("the writer's every kind of attribute is read back by another decoder", () => {
  const attributes = {
    text: "ü",
    whole: -7,
    huge: 2 ** 53 - 1,
    part: 1.25,
    yes: true,
    no: false,
    list: ["a", "é"],
  };
  const id = (length: number) => Uint8Array.from({ length }, (_, index) => index + 1);
  const span = { traceId: id(16), spanId: id(8), name: "n", kind: 3, startNano: 1n, endNano: 2n ** 64n - 1n };
  const links = [{ traceId: id(16), spanId: id(8) }];
  const resource = {
    attributes,
    scope: { name: "s", version: "1" },
    spans: [{ ...span, attributes: {}, links, error: "why" }],
  };
  const bytes = writeRequest([resource]);
  const type = otlpRoot.lookupType("ExportTraceServiceRequest");
  expect(type.verify(type.decode(bytes))).toBeNull();
  expect(decodeOtlp("ExportTraceServiceRequest", bytes)).toEqual({
    resourceSpans: [
      {
        resource: {
          attributes: [
            { key: "text", value: { stringValue: "ü" } },
            { key: "whole", value: { intValue: "-7" } },
            { key: "huge", value: { intValue: "9007199254740991" } },
            { key: "part", value: { doubleValue: 1.25 } },
            { key: "yes", value: { boolValue: true } },
            { key: "no", value: { boolValue: false } },
            { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { stringValue: "é" }] } } },
          ],
        },
        scopeSpans: [
          {
            scope: { name: "s", version: "1" },
            spans: [
              {
                traceId: "0102030405060708090a0b0c0d0e0f10",
                spanId: "0102030405060708",
                name: "n",
                kind: 3,
                startTimeUnixNano: "1",
                endTimeUnixNano: "18446744073709551615",
                links: [{ traceId: "0102030405060708090a0b0c0d0e0f10", spanId: "0102030405060708" }],
                status: { message: "why", code: 2 },
              },
            ],
          },
        ],
      },
    ],
  });
});
