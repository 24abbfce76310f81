import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeBatches, sliceBatch } from "../../../host/pipeline/batching/index.ts";
import { decodeOtlp, encodeOtlp } from "../../support/otlp-proto.ts";
import { decodeTree, encodeTree, flatten, spanBatch, trees } from "./span-trees.ts";

describe("merging batches", () => {
  it("gives a batch that decodes to the resources of all, in their order", () => {
    fc.assert(
      fc.property(fc.array(trees, { minLength: 1, maxLength: 5 }), (list) => {
        const merged = mergeBatches(list.map(encodeTree));
        const expected = list.flatMap(({ resources }) => resources ?? []);
        expect(decodeTree(merged).resources ?? []).toEqual(
          decodeTree(encodeTree({ resources: expected })).resources ?? [],
        );
        expect(merged.spanCount).toBe(list.flatMap(flatten).length);
      }),
    );
  });

  it("does not copy a batch that is alone", () => {
    const batch = spanBatch("a", 1);
    expect(mergeBatches([batch])).toBe(batch);
  });
});

describe("slicing a batch", () => {
  it("parts the spans without changing them or what they stand in, unknown fields included", () => {
    fc.assert(
      fc.property(trees, fc.array(fc.nat(20)), (tree, cuts) => {
        const batch = encodeTree(tree);
        const edges = [0, ...cuts.filter((cut) => cut < batch.spanCount), batch.spanCount].sort(
          (a, b) => a - b,
        );
        const slices = edges.slice(1).map((to, index) => sliceBatch(batch, edges[index]!, to)!);
        expect(slices.flatMap((slice) => flatten(decodeTree(slice)))).toEqual(flatten(decodeTree(batch)));
        for (const slice of slices) {
          expect(slice.spanCount).toBe(flatten(decodeTree(slice)).length);
          expect(decodeTree(slice).extra).toBe(decodeTree(batch).extra);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives the very same bytes when all spans are asked for", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const batch = encodeTree(tree);
        expect(sliceBatch(batch, 0, batch.spanCount)?.spans).toEqual(batch.spans);
      }),
    );
  });

  it("keeps what has no spans in the first slice, and only there", () => {
    const batch = encodeTree({
      resources: [
        { resource: "empty" },
        { resource: "r", scopes: [{ spans: ["a", "b"] }, { scope: "bare" }] },
      ],
    });
    const [first, second] = [sliceBatch(batch, 0, 1)!, sliceBatch(batch, 1, 2)!];
    expect(decodeTree(first)).toEqual({
      resources: [{ resource: "empty" }, { resource: "r", scopes: [{ spans: ["a"] }, { scope: "bare" }] }],
    });
    expect(decodeTree(second)).toEqual({ resources: [{ resource: "r", scopes: [{ spans: ["b"] }] }] });
  });

  it("gives OTLP that an OTLP decoder reads", () => {
    const type = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";
    const spans = ["a", "b", "c"].map((name) => ({
      name,
      spanId: Buffer.alloc(8, 1),
      startTimeUnixNano: "1700000000000000001",
      attributes: [{ key: "k", value: { doubleValue: 0.5 } }],
    }));
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] };
    const requestOf = (list: unknown[]) => ({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "lib" }, spans: list }] }],
    });
    const batch = { spans: encodeOtlp(type, requestOf(spans)), spanCount: 3 };
    const slice = sliceBatch(batch, 1, 2)!;
    expect(decodeOtlp(type, slice.spans)).toEqual(
      decodeOtlp(type, encodeOtlp(type, requestOf(spans.slice(1, 2)))),
    );
  });

  it("answers undefined for bytes that are no request, and stands any bytes", () => {
    const { spans } = spanBatch("a", 3);
    for (let length = 1; length < spans.length; length += 1) {
      expect(sliceBatch({ spans: spans.subarray(0, length), spanCount: 3 }, 0, 1)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const slice = sliceBatch({ spans: noise, spanCount: 3 }, 0, 2);
        expect(slice === undefined || slice.spanCount <= 2).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps groups, which old senders may write, and refuses one that does not end", () => {
    // Field 50: 50 × 8 + 3 begins a group, 50 × 8 + 4 ends it.
    const start = [0x93, 0x03];
    const end = [0x94, 0x03];
    const { spans } = spanBatch("a", 2);
    const withGroup = Uint8Array.of(...start, 0x08, 0x01, ...end, ...spans);
    expect(sliceBatch({ spans: withGroup, spanCount: 2 }, 0, 2)?.spans).toEqual(withGroup);
    expect(
      sliceBatch({ spans: Uint8Array.of(...start, 0x08, 0x01, ...spans), spanCount: 2 }, 0, 2),
    ).toBeUndefined();
  });
});
