import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSpans, layWaterfall, rootOf, type TailTrace } from "../../../host/admin/page/app/trace-tail.ts";
import type { RecentSpan } from "../../../host/contract/index.ts";

function span(spanId: string, parentSpanId: string, more: Partial<RecentSpan> = {}): RecentSpan {
  const [startMillis, durationMillis] = [1_000, 10];
  return {
    traceId: "t",
    spanId,
    parentSpanId,
    name: spanId,
    service: "shop",
    startMillis,
    durationMillis,
    status: "unset",
    ...more,
  };
}

const shape = (spans: readonly RecentSpan[]) =>
  layWaterfall(spans).rows.map((row) => `${" ".repeat(row.depth)}${row.span.spanId}`);

describe("a waterfall", () => {
  it("puts children under their parents in order of time, wherever they stood in the sample", () => {
    const late = span("late", "root", { startMillis: 1_005 });
    const spans = [
      span("leaf", "early"),
      late,
      span("root", ""),
      span("early", "root", { startMillis: 1_001 }),
    ];
    expect(shape(spans)).toEqual(["root", " early", "  leaf", " late"]);
    expect(rootOf({ traceId: "t", spans }).spanId).toBe("root");
  });

  it("takes a span whose parent is not in the sample for a root", () => {
    expect(shape([span("a", "elsewhere"), span("b", "a")])).toEqual(["a", " b"]);
  });

  it("places spans in percent of the whole, and a length below zero as none", () => {
    const { rows, durationMillis } = layWaterfall([
      span("root", "", { startMillis: 1_000, durationMillis: 200 }),
      span("half", "root", { startMillis: 1_050, durationMillis: 100 }),
      span("back", "root", { startMillis: 1_100, durationMillis: -5 }),
    ]);
    expect(durationMillis).toBe(200);
    expect(rows.map(({ left, width }) => [left, width])).toEqual([
      [0, 100],
      [25, 50],
      [50, 0],
    ]);
  });

  it("shows each span once, whatever the ids say", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "");
    const spans = fc.array(fc.record({ id, parent: id, startMillis: fc.integer({ min: 0, max: 50 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(spans, (list) => {
        const made = list.map(({ id, parent, startMillis }) => span(id, parent, { startMillis }));
        const { rows } = layWaterfall(made);
        expect(new Set(rows.map((row) => row.span))).toEqual(new Set(made));
        expect(rows).toHaveLength(made.length);
      }),
    );
  });
});

describe("the tail of traces", () => {
  it("has the newest first, and adds spans that come later to the trace they belong to", () => {
    const first = addSpans([], [span("a", "", { traceId: "1" }), span("b", "", { traceId: "2" })]);
    const second = addSpans(first, [span("c", "a", { traceId: "1" }), span("a", "", { traceId: "1" })]);
    const third = addSpans(second, [span("d", "", { traceId: "3" })]);
    expect(third[0]!.traceId).toBe("3");
    expect(second.map(({ traceId, spans }) => [traceId, spans.length])).toEqual([
      ["1", 2],
      ["2", 1],
    ]);
  });

  it("stays small however much comes", () => {
    let traces: readonly TailTrace[] = [];
    for (let round = 0; round < 50; round += 1) {
      const one = Array.from({ length: 300 }, (_, index) => span(`${index}`, "", { traceId: `t${round}` }));
      traces = addSpans(traces, one);
    }
    expect(traces).toHaveLength(20);
    expect(traces[0]!.traceId).toBe("t49");
    expect(Math.max(...traces.map(({ spans }) => spans.length))).toBe(200);
  });
});
