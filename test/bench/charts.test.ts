import { describe, expect, it } from "vitest";
import { createAxis, shortFigure } from "../../bench/charts/axis.ts";
import type { Chart } from "../../bench/charts/chart.ts";
import { drawChart } from "../../bench/charts/draw-chart.ts";
import { drawOverview } from "../../bench/charts/draw-overview.ts";
import { headroomsOf } from "../../bench/charts/mark-headroom.ts";
import { formatChart } from "../../bench/format-chart.ts";

const exact = (value: number) => ({ min: value, median: value, max: value });

const chart: Chart = {
  file: "cost",
  title: "cost & more",
  panels: [
    {
      title: "CPU <of> the agent",
      x: { label: "spans in a batch", scale: "log" },
      y: { label: "ns", scale: "log" },
      series: [
        {
          name: "agent",
          points: [
            { x: 1, y: { min: 90_000, median: 100_000, max: 120_000 } },
            { x: 512, y: exact(1_234) },
          ],
        },
        { name: "peer", points: [{ x: 1, y: exact(70_000) }] },
      ],
    },
  ],
};

describe("an axis", () => {
  it("encloses the values between round numbers", () => {
    expect(createAxis({ scale: "log", values: [130, 4_100], from: 0, to: 1 }).ticks).toEqual([
      100, 200, 500, 1_000, 2_000, 5_000,
    ]);
    expect(createAxis({ scale: "zero", values: [12, 385], from: 0, to: 1 }).ticks).toEqual([
      0, 50, 100, 150, 200, 250, 300, 350, 400,
    ]);
  });

  it("places values by their logarithm, the greater ones nearer to its end", () => {
    const { at } = createAxis({ scale: "log", values: [1, 1000], from: 300, to: 0 });
    expect([at(1), at(10), at(1000)].map(Math.round)).toEqual([300, 200, 0]);
  });

  it("does not make cliffs of small differences", () => {
    const { ticks } = createAxis({ scale: "log", values: [1_000, 1_100], from: 0, to: 1 });
    expect(ticks.at(-1)! / ticks[0]!).toBeGreaterThanOrEqual(9);
  });

  it("has room for a single value, and for nothing but zeros", () => {
    const log = createAxis({ scale: "log", values: [7], from: 0, to: 10, isAtValues: true });
    expect(log.at(7)).toBe(0);
    expect(createAxis({ scale: "zero", values: [0], from: 10, to: 0 }).at(0)).toBe(10);
  });

  it("refuses what a logarithm has no place for", () => {
    expect(() => createAxis({ scale: "log", values: [0, 1], from: 0, to: 1 })).toThrow("no place for 0");
  });

  it("is labelled in few characters", () => {
    expect([0.025, 5, 999, 1_234, 12_345, 999_700, 4_440_000].map(shortFigure)).toEqual([
      "0.025",
      "5",
      "999",
      "1,234",
      "12.3 k",
      "1 M",
      "4.44 M",
    ]);
  });
});

describe("a chart", () => {
  const svg = drawChart(chart, ["some CPU, 2 cores", "Node 20"]);

  it("has a line for each series, a point for each reading, and says what and where it was measured", () => {
    expect(svg.match(/<polyline /g)).toHaveLength(2);
    expect(svg.match(/<circle /g)).toHaveLength(3);
    for (const shown of [
      "spans in a batch",
      "ns",
      "agent",
      "peer",
      "100 k",
      "1,234",
      "some CPU, 2 cores",
      "Node 20",
    ]) {
      expect(svg).toContain(`>${shown}</text>`);
    }
  });

  it("is well-formed whatever the names are, and runs no script", () => {
    expect(svg).toContain("CPU &#60;of&#62; the agent");
    expect(svg).toContain("cost &#38; more");
    expect(svg).not.toMatch(/<script|NaN|undefined/);
  });

  it("is a table where there are no pictures", () => {
    expect(
      formatChart(chart)
        .split("\n")
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([
      ["CPU <of> the agent"],
      ["spans in a batch", "agent, ns", "peer, ns"],
      ["1", "100 k", "70 k"],
      ["512", "1,234"],
    ]);
  });
});

describe("the overview", () => {
  const result = (name: string, median: number, mark?: string) =>
    headroomsOf({
      name,
      unit: "ms",
      subject: { median: 5 },
      ratio: { median },
      ...(mark === undefined ? {} : { mark }),
    })[0];

  it("shows how much better than its mark a figure is, whichever way the mark points", () => {
    expect(result("throughput", 2, "≥ 0.5")).toMatchObject({ factor: 4, label: "2 (≥ 0.5)" });
    expect(result("memory", 1.375, "≤ 1.1")?.factor).toBeCloseTo(0.8);
    expect(result("no mark", 3)).toBeUndefined();
    expect(() => result("odd", 3, "about 3")).toThrow("odd: no mark: about 3");
  });

  it("shows a figure of the subject's own with its unit", () => {
    const own = {
      name: "call",
      unit: "µs",
      subject: { median: 5 },
      ratio: { median: 2 },
      subjectMark: "≤ 10",
    };
    expect(headroomsOf(own)).toEqual([{ name: "call, µs", label: "5 (≤ 10)", factor: 2 }]);
  });

  it("has a bar to the right for what is met, and to the left for what is missed", () => {
    const svg = drawOverview([result("a", 2, "≥ 1")!, result("b", 0.5, "≥ 1")!], []);
    const [met, missed] = ["good", "bad"].map((kind) =>
      Number(new RegExp(`class="${kind}" x="([\\d.]+)"`).exec(svg)![1]),
    );
    const mark = Number(/x1="([\d.]+)"[^>]*class="mark"/.exec(svg)![1]);
    expect(met).toBeCloseTo(mark);
    expect(missed).toBeLessThan(mark);
  });
});
