import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeOwnSpans } from "../../../host/telemetry/traces/encode-own-spans.ts";
import { attributesOf, decode } from "./set-up.ts";

describe("a batch of own spans", () => {
  it("decodes to the same spans, resource and mark", () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const nanos = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
    const span = fc.record({
      traceId: bytes(16),
      spanId: bytes(8),
      name: fc.string({ minLength: 1, unit: "grapheme" }),
      startNanos: nanos,
      endNanos: nanos,
      error: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
      attributes: fc.record({
        text: fc.string(),
        count: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        yes: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 5 }), (spans) => {
        const batch = encodeOwnSpans(spans, "1.2.3");
        const [{ resource, scopeSpans } = {} as never] = decode(batch).resourceSpans;
        expect(attributesOf(resource)).toEqual({
          "service.name": "spandock",
          "service.version": "1.2.3",
          "spandock.own_traces": true,
        });
        expect(scopeSpans[0]!.scope).toEqual({ name: "spandock", version: "1.2.3" });
        expect(batch.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
        expect(scopeSpans[0]!.spans).toEqual(
          spans.map(({ traceId, spanId, name, startNanos, endNanos, error, attributes }) => ({
            traceId: Buffer.from(traceId).toString("hex"),
            spanId: Buffer.from(spanId).toString("hex"),
            name,
            kind: 1,
            startTimeUnixNano: String(startNanos),
            endTimeUnixNano: String(endNanos),
            attributes: [
              { key: "text", value: { stringValue: attributes.text } },
              { key: "count", value: { intValue: String(attributes.count) } },
              { key: "yes", value: { boolValue: attributes.yes } },
            ],
            ...(error !== undefined && { status: { code: 2, message: error } }),
          })),
        );
      }),
    );
  });
});
