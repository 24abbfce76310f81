import { describe, expect, it } from "vitest";
import { logScale } from "../../../host/author/bench/report/log-scale.ts";
import { rowOf } from "../../../host/author/bench/row-of.ts";
import {
  type BenchReport,
  formatBenchSvg,
  formatBenchTable,
  type Speed,
} from "../../../host/author/index.ts";

const speed = (micros: number, failures = 0): Speed => ({
  wallMicrosPerCall: micros,
  cpuMicrosPerCall: micros / 2,
  spansPerSecond: 1_000_000 / micros,
  calls: 1_000,
  failures,
});

const report: BenchReport = {
  file: "build/a<b>.wasm",
  digest: "sha256:0",
  rounds: 5,
  rows: [
    { spans: 1, bytes: 500, plugin: speed(20), reference: speed(2), ratio: 10, cpuRatio: 9 },
    { spans: 512, bytes: 256_000, plugin: speed(900), reference: speed(30), ratio: 30, cpuRatio: 31 },
  ],
  memory: {
    plugin: { linearBytes: 2 * 1024 * 1024, rssBytes: 1024 * 1024 },
    reference: { linearBytes: 65_536, rssBytes: 0 },
  },
  millis: 12_345,
};

const run = (calls: number, wallMillis: number, cpuMillis: number) => ({
  calls,
  wallMillis,
  cpuMillis,
  failures: 0,
});

describe("the figures of one size", () => {
  it("are medians over the rounds, and the ratio that of neighbouring runs", () => {
    const batch = { spans: new Uint8Array(10), spanCount: 4 };
    const row = rowOf(batch, [
      { plugin: run(100, 1, 0.5), reference: run(100, 0.5, 0.5) },
      { plugin: run(100, 9, 0.6), reference: run(100, 3, 0.5) },
      { plugin: run(100, 2, 0.7), reference: run(100, 0.5, 0.1) },
    ]);
    expect(row.plugin.wallMicrosPerCall).toBeCloseTo(20);
    expect(row.plugin.cpuMicrosPerCall).toBeCloseTo(6);
    expect(row.plugin.spansPerSecond).toBeCloseTo(200_000);
    expect(row.reference.wallMicrosPerCall).toBeCloseTo(5);
    // 2, 3 and 4: the slow round is slow for both.
    expect(row.ratio).toBeCloseTo(3);
    expect(row.cpuRatio).toBeCloseTo(1.2);
    expect(row.plugin.calls).toBe(300);
  });
});

describe("the table", () => {
  it("shows a line for each size, with the ratios", () => {
    const text = formatBenchTable(report);
    expect(text).toMatch(/^ +512 +256\.0 +900 +450 +1,111 +30\.0 +15\.0 +33,333 +30\.0 × +31\.0 ×$/m);
    expect(text).toContain("2.0 MiB");
    expect(text).not.toContain("warning");
  });

  it("warns that figures of failing calls are no figures", () => {
    const rows = report.rows.map((row) => ({ ...row, plugin: speed(5, 250) }));
    expect(formatBenchTable({ ...report, rows })).toContain("warning: 500 of 2,000 calls failed");
  });
});

describe("the chart", () => {
  const svg = formatBenchSvg(report);

  it("has a line and its points for each plugin, and the ratio at each size", () => {
    expect(svg.match(/<polyline points="[\d., ]+"/g)).toHaveLength(2);
    expect(svg.match(/<circle /g)).toHaveLength(2 + 4);
    expect(svg).toContain(">10 ×</text>");
    expect(svg).toContain(">30 ×</text>");
  });

  it("escapes the plugin's name", () => {
    expect(svg).toContain("a&#60;b&#62;");
    expect(svg).not.toContain("a<b>");
  });

  it("places values by their logarithm, and what costs more higher", () => {
    const scale = logScale({ values: [2, 900], from: 300, to: 0, isWholeDecades: true });
    expect(scale.decades).toEqual([1, 10, 100, 1_000]);
    expect(scale.at(1)).toBeCloseTo(300);
    expect(scale.at(100)).toBeCloseTo(100);
    expect(logScale({ values: [5], from: 0, to: 10 }).at(5)).toBe(0);
  });
});
