import { describe, expect, it } from "vitest";
import { type CurveReading, judgeCurve } from "../../bench/curve.ts";

const curve = {
  kind: "curve",
  name: "cost",
  what: "cost of a span",
  load: "spans",
  work: "span",
  throughput: "spans",
  file: "cost",
} as const;

/** One row of costs for each round. */
function judge(loads: readonly number[], ...rounds: readonly (readonly number[])[]) {
  const readings = loads.map((_, index) =>
    rounds.map((costs): CurveReading => ({ cpuNanos: costs[index]!, perSecond: 1e9 / costs[index]! })),
  );
  const [step, rise] = judgeCurve({ ...curve, loads }, readings);
  return { step: step!, rise: rise! };
}

describe("a curve", () => {
  it("may fall as steeply as it likes: what is shared gets cheaper", () => {
    const { step, rise } = judge([1, 10, 100], [100_000, 10_000, 1_000]);
    expect([step.met, rise.met]).toEqual([true, true]);
  });

  it("has a cliff where a unit of work becomes dearer by half from one load to the next", () => {
    const { step } = judge([1, 10, 100, 1000], [900, 300, 500, 200]);
    expect(step).toMatchObject({ mark: "≤ 1.5", met: false });
    expect(step.what).toContain("from 10 (baseline) to 100 (subject)");
    expect(step.ratio.median).toBeCloseTo(500 / 300);
  });

  it("grows too fast when small steps add up", () => {
    const { step, rise } = judge([1, 2, 4, 8], [100, 130, 169, 220]);
    expect(step.met).toBe(true);
    expect(rise).toMatchObject({ mark: "≤ 2", met: false });
    expect(rise.what).toContain("from 1 (baseline) to 8 (subject)");
  });

  it("is held to what it cost at its cheapest, not at the least load", () => {
    expect(judge([1, 2, 4, 8, 16], [1000, 100, 140, 190, 250]).rise.met).toBe(false);
  });

  it("is judged by the median of the rounds, each compared within itself", () => {
    // The whole second round ran on a slow machine, and a single reading of the third one was disturbed.
    const { step } = judge([1, 2], [100, 101], [300, 303], [100, 400]);
    expect(step.ratio.median).toBeCloseTo(1.01);
    expect(step.met).toBe(true);
  });

  it("keeps its points for charts and JSON", () => {
    const { chart } = judge([1, 2], [100, 50], [120, 60], [110, 70]).step;
    expect(chart?.panels[0]?.series[0]?.points).toEqual([
      { x: 1, y: { min: 100, median: 110, max: 120 } },
      { x: 2, y: { min: 50, median: 60, max: 70 } },
    ]);
  });
});
