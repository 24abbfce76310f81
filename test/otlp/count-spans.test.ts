import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSpans } from "../../host/otlp/count-spans.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";

const request = (...spansPerScope: number[][]) =>
  encodeOtlp("ExportTraceServiceRequest", {
    resourceSpans: spansPerScope.map((scopes) => ({
      resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] },
      scopeSpans: scopes.map((spanCount) => ({
        scope: { name: "test" },
        spans: Array.from({ length: spanCount }, (_, index) => ({ name: `span ${index}`, kind: 2 })),
      })),
      schemaUrl: "https://example.com",
    })),
  });

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("countSpans", () => {
  it("counts over all resources and scopes", () => {
    expect(countSpans(request([1, 2], [], [3, 0, 200]))).toEqual({ kind: "counted", spanCount: 206 });
  });

  it("counts any tree of resources, scopes and spans", () => {
    const counts = fc.array(fc.array(fc.nat(20), { maxLength: 5 }), { maxLength: 5 });
    fc.assert(
      fc.property(counts, (tree) => {
        expect(countSpans(request(...tree))).toEqual({
          kind: "counted",
          spanCount: tree.flat().reduce((sum, count) => sum + count, 0),
        });
      }),
    );
  });

  it("reads shared memory", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3000));
    const whole = request([2]);
    shared.set(whole, 7);
    expect(countSpans(shared.subarray(7, 7 + whole.length))).toEqual({ kind: "counted", spanCount: 2 });
  });

  it("finds no span in an empty body", () => {
    expect(countSpans(bytes())).toEqual({ kind: "counted", spanCount: 0 });
  });

  it("passes over unknown fields of every wire type", () => {
    const unknown = [0xf8, 1, 0x80, 1, 0xf9, 1, ...Array(8).fill(7), 0xfa, 1, 2, 9, 9, 0xfd, 1, 1, 2, 3, 4];
    const scope = [...unknown, 0x12, 0, ...unknown, 0x12, 1, 0xff];
    const resource = [...unknown, 0x12, scope.length, ...scope, ...unknown];
    expect(countSpans(bytes(...unknown, 0x0a, resource.length, ...resource))).toEqual({
      kind: "counted",
      spanCount: 2,
    });
  });

  it("refuses a body cut at any byte, unless the cut falls between two resources", () => {
    const first = request([2, 1]);
    const whole = Uint8Array.of(...first, ...request([1]));
    const counted = [...whole.keys()].filter(
      (length) => countSpans(whole.subarray(0, length)).kind === "counted",
    );
    expect(counted).toEqual([0, first.length]);
  });

  it.each([
    [
      "a length past the end",
      bytes(0x0a, 5, 0x12),
      0,
      "ExportTraceServiceRequest: expected at most 1 more bytes, found a length of 5",
    ],
    [
      "a length past the message around it",
      bytes(0x0a, 2, 0x12, 1, 0),
      2,
      "ResourceSpans: expected at most 0 more bytes, found a length of 1",
    ],
    [
      "spans past their scope",
      bytes(0x0a, 4, 0x12, 2, 0x12, 4, 0, 0),
      4,
      "ScopeSpans: expected at most 0 more bytes, found a length of 4",
    ],
    [
      "a length above 2^53",
      bytes(0x0a, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
      0,
      "expected at most 0 more bytes",
    ],
    ["a cut varint", bytes(0x0a, 0x80), 0, "a varint is cut off"],
    [
      "a varint of eleven bytes",
      bytes(0x38, ...Array(11).fill(0x80), 0),
      0,
      "a varint is longer than ten bytes",
    ],
    ["field number 0", bytes(0x02, 0), 0, "expected a field number from 1 to 536870911, found 0"],
    ["a field number above 2^29-1", bytes(0x82, 0x80, 0x80, 0x80, 0x10, 0), 0, "found 536870912"],
    ["a start of a group", bytes(0x1b, 0x1c), 0, "expected wire type 0, 1, 2 or 5, found 3"],
    ["an end of a group", bytes(0x1c), 0, "found 4"],
    ["wire type 6", bytes(0x1e), 0, "found 6"],
    [
      "resource_spans as varint",
      bytes(0x08, 1),
      0,
      "expected field 1 (resource_spans) with wire type 2, found wire type 0",
    ],
    [
      "spans as fixed64",
      bytes(0x0a, 4, 0x12, 2, 0x11, 1),
      4,
      "expected field 2 (spans) with wire type 2, found wire type 1",
    ],
    ["a cut fixed64", bytes(0x19, 1, 2), 0, "expected 8 bytes of a fixed-size value, found 2"],
    ["a cut fixed32", bytes(0x1d, 1, 2), 0, "expected 4 bytes of a fixed-size value, found 2"],
  ])("refuses %s and says where", (_, body, offset, message) => {
    expect(countSpans(body)).toEqual({
      kind: "malformed",
      offset,
      message: expect.stringContaining(message),
    });
  });

  it("answers for any bytes, and never with more spans than bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const result = countSpans(body);
        if (result.kind === "counted") expect(result.spanCount).toBeLessThanOrEqual(body.length / 2);
        else expect(result.offset).toBeLessThanOrEqual(body.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not enter spans, so their nesting costs nothing", () => {
    const depths = Uint8Array.from({ length: 100 }, () => 0x0a);
    const span = [0x12, depths.length, ...depths];
    const scope = [0x12, span.length, ...span];
    expect(countSpans(bytes(0x0a, scope.length, ...scope))).toEqual({ kind: "counted", spanCount: 1 });
  });
});
