import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeResourceService, decodeSpan } from "../../../host/pipeline/sampling/decode-span.ts";
import { type SpanSelection, SpanTally } from "../../../host/pipeline/sampling/span-tally.ts";
import { walkSpans } from "../../../host/pipeline/sampling/walk-spans.ts";
import { type Attribute, batchOf, type DecodedSpan, request, spansOf } from "./arbitrary-spans.ts";

function tallyOf(bytes: Uint8Array, selection: SpanSelection, maxBytes = Number.POSITIVE_INFINITY) {
  const tally = new SpanTally(selection);
  let walked = 0;
  walkSpans(bytes, maxBytes, {
    enterResource: () => tally.enterResource(),
    resource: (start, end) => tally.resource(bytes, start, end),
    span(start, end) {
      walked += 1;
      tally.span(bytes, start, end);
    },
  });
  return { walked, matched: tally.matched, errors: tally.errors };
}

/** The definition, in other words than those of the code. */
function fits({ resource, span }: DecodedSpan, { service, attributes }: SpanSelection): boolean {
  const has = (list: readonly Attribute[], key: string, text: string) =>
    list.some((each) => each.key === key && meanings(text).some((value) => equal(each.value, value)));
  if (service !== undefined && !has(resource, "service.name", service)) return false;
  return [...(attributes ?? [])].every(
    ([key, text]) => has(resource, key, text) || has(span.attributes ?? [], key, text),
  );
}

const meanings = (text: string): unknown[] => [
  { stringValue: text },
  ...(text === "true" || text === "false" ? [{ boolValue: text === "true" }] : []),
  ...(/^-?\d+$/.test(text) ? [{ intValue: text }] : []),
  ...(/^-?[\d.]+$/.test(text) ? [{ doubleValue: Number(text) }] : []),
];
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const selection: fc.Arbitrary<SpanSelection> = fc.record(
  {
    service: fc.constantFrom("/pay", "500", "é"),
    attributes: fc
      .uniqueArray(
        fc.tuple(
          fc.constantFrom("http.route", "tenant", "ok", "é"),
          fc.constantFrom(
            "/pay",
            "500",
            "true",
            "false",
            "é",
            "1.5",
            "-7",
            "9007199254740992",
            "9007199254740993",
          ),
        ),
        { maxLength: 2, selector: ([key]) => key },
      )
      .map((pairs) => new Map(pairs)),
  },
  { requiredKeys: [] },
);

describe("the walk over a batch", () => {
  it("counts what an independent decoder counts, for any request and any selection", () => {
    let matched = 0;
    fc.assert(
      fc.property(request, selection, (message, chosen) => {
        const { spans: bytes } = batchOf(message);
        const all = spansOf(bytes);
        const fitting = all.filter((each) => fits(each, chosen));
        matched += fitting.length;
        const errors = fitting.filter(({ span }) => (span.status as { code?: number })?.code === 2);
        expect(tallyOf(bytes, chosen)).toEqual({
          walked: all.length,
          matched: fitting.length,
          errors: errors.length,
        });
      }),
      { numRuns: 400 },
    );
    expect(matched, "the selections must not all be empty").toBeGreaterThan(10);
  });

  it("decodes for the tail what an independent decoder reads", () => {
    fc.assert(
      fc.property(request, (message) => {
        const { spans: bytes } = batchOf(message);
        const found: unknown[] = [];
        let service = "";
        walkSpans(bytes, Number.POSITIVE_INFINITY, {
          enterResource: () => {
            service = "";
          },
          resource: (start, end) => {
            service = decodeResourceService(bytes, start, end) ?? service;
          },
          span: (start, end) => found.push(decodeSpan(bytes, start, end, service)),
        });
        expect(found).toEqual(spansOf(bytes).map(shown));
      }),
      { numRuns: 200 },
    );
  });

  it("finds the resource behind its spans as well as before them", () => {
    const first = batchOf({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: "a", status: { code: 2 } }] }] }],
    }).spans.slice(2);
    const resource = batchOf({
      resourceSpans: [
        { resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] } },
      ],
    }).spans.slice(2);
    const bytes = Uint8Array.from([0x0a, first.length + resource.length, ...first, ...resource]);
    expect(tallyOf(bytes, { service: "shop" })).toEqual({ walked: 1, matched: 1, errors: 1 });
  });

  it.each([
    ["500", { stringValue: "500" }, true],
    ["500", { intValue: "500" }, true],
    ["500", { doubleValue: 500 }, true],
    ["500", { stringValue: "5000" }, false],
    ["-7", { intValue: "-7" }, true],
    ["9007199254740993", { intValue: "9007199254740993" }, true],
    ["9007199254740993", { intValue: "9007199254740992" }, false],
    ["-0.5", { doubleValue: -0.5 }, true],
    ["true", { boolValue: true }, true],
    ["true", { stringValue: "true" }, true],
    ["false", { boolValue: false }, true],
    ["false", { boolValue: true }, false],
    ["0", { boolValue: false }, false],
    ["é", { stringValue: "é" }, true],
    ["a", { arrayValue: { values: [{ stringValue: "a" }] } }, false],
  ])("holds %s against %j", (text, value, expected) => {
    const spans = [{ attributes: [{ key: "k", value }] }];
    const { spans: bytes } = batchOf({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    expect(tallyOf(bytes, { attributes: new Map([["k", text]]) }).matched).toBe(expected ? 1 : 0);
    expect(tallyOf(bytes, { attributes: new Map([["other", text]]) }).matched).toBe(0);
  });

  it("does not take an attribute of a span for the resource's service name", () => {
    const attributes = [{ key: "service.name", value: { stringValue: "shop" } }];
    const { spans: bytes } = batchOf({ resourceSpans: [{ scopeSpans: [{ spans: [{ attributes }] }] }] });
    expect(tallyOf(bytes, { service: "shop" }).matched).toBe(0);
    expect(tallyOf(bytes, { attributes: new Map([["service.name", "shop"]]) }).matched).toBe(1);
  });

  it("ends before the first span that reaches over its bound", () => {
    const spans = Array.from({ length: 10 }, (_, index) => ({ name: `span number ${index}` }));
    const { spans: bytes } = batchOf({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const { walked } = tallyOf(bytes, {}, bytes.length / 2);
    expect(walked).toBeGreaterThan(2);
    expect(walked).toBeLessThan(6);
  });

  it("ends, and throws nothing, on any bytes", () => {
    const damaged = fc.tuple(request, fc.nat(), fc.nat(255)).map(([message, place, byte]) => {
      const bytes = batchOf(message).spans;
      if (bytes.length > 0) bytes[place % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), selection, (bytes, chosen) => {
        const { matched, errors, walked } = tallyOf(bytes, chosen);
        expect(errors).toBeLessThanOrEqual(matched);
        expect(matched).toBeLessThanOrEqual(walked);
        walkSpans(bytes, bytes.length, {
          enterResource() {},
          resource: (start, end) => decodeResourceService(bytes, start, end),
          span: (start, end) => decodeSpan(bytes, start, end, ""),
        });
      }),
      { numRuns: 500 },
    );
  });
});

function shown({ resource, span }: DecodedSpan): unknown {
  const text = (key: string) => (span[key] as string | undefined) ?? "";
  const nanos = (key: string) => BigInt((span[key] as string | undefined) ?? "0");
  const code = (span.status as { code?: number } | undefined)?.code;
  const service = resource.find(({ key }) => key === "service.name")?.value?.stringValue ?? "";
  return {
    traceId: text("traceId"),
    spanId: text("spanId"),
    parentSpanId: text("parentSpanId"),
    name: text("name"),
    service,
    startMillis: Number(nanos("startTimeUnixNano") / 1000n) / 1000,
    durationMillis: Number(nanos("endTimeUnixNano") - nanos("startTimeUnixNano")) / 1e6,
    status: code === 2 ? "error" : code === 1 ? "ok" : "unset",
  };
}
