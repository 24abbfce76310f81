import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { parseBenchOptions } from "../../bench/bench-options.ts";
import { caseResult } from "../../bench/case-result.ts";
import { formatMarkdown } from "../../bench/format-markdown.ts";
import { describeMachine, machineLines } from "../../bench/machine.ts";
import { mergeReports, type RunReport, readRunReport } from "../../bench/run-report.ts";

const folder = mkdtempSync(join(tmpdir(), "spandock-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const result = (name: string, ratio: number) =>
  caseResult({ name, what: `${name} | of it`, unit: "ms", mark: { atMost: 2 }, pairs: [[ratio, 1]] });

const report: RunReport = {
  date: "2026-11-24T10:00:00.000Z",
  machine: {
    cpu: "some CPU",
    cores: 2,
    memoryBytes: 24 * 1024 ** 3,
    system: "Linux 6.18",
    node: "20.20.2",
    versions: { spandock: "0.1.0" },
  },
  rounds: 5,
  isLong: false,
  results: [result("a", 1), result("b", 3)],
};

function saved(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("a report", () => {
  it("comes back from its file as it was", () => {
    expect(readRunReport(saved("whole.json", report))).toEqual(report);
  });

  it.each([[null], [[]], [{ results: [] }]])("is not %j", (content) => {
    expect(() => readRunReport(saved("other.json", content))).toThrow("other.json: expected what");
  });

  it("is put together from several; the later one counts where both have a case", () => {
    const again = {
      ...report,
      date: "2026-11-25T10:00:00.000Z",
      results: [result("b", 1.5), result("c", 1)],
    };
    const merged = mergeReports([report, again]);
    expect(merged.date).toBe(again.date);
    expect(merged.results.map((one) => [one.name, "ratio" in one && one.ratio.median])).toEqual([
      ["a", 1],
      ["b", 1.5],
      ["c", 1],
    ]);
  });

  it("mixes no machines and no versions", () => {
    const other = { ...report, machine: { ...report.machine, versions: { spandock: "0.2.0" } } };
    expect(() => mergeReports([report, other])).toThrow("different machines or versions");
  });

  it("is a page with a row for each result", () => {
    const page = formatMarkdown(report);
    expect(page).toContain(
      "| a | ≤ 2: met | 1.00 (1.00 … 1.00) | 1.00 (1.00 … 1.00) ms | 1.00 (1.00 … 1.00) |",
    );
    expect(page).toContain("| b | ≤ 2: **missed** |");
    expect(page).toContain("- some CPU, 2 cores, 24 GiB · Linux 6.18 · 2026-11-24");
  });
});

describe("cases without figures", () => {
  it("are rows of the page too", () => {
    const page = formatMarkdown({
      ...report,
      results: [
        { name: "f", what: "f", failed: "a span was lost" },
        { name: "s", what: "s", skipped: "no Collector" },
      ],
    });
    expect(page).toContain("| f | **failed** | a span was lost |");
    expect(page).toContain("| s | skipped | no Collector |");
  });
});

describe("the machine", () => {
  it("is described with the versions of what is measured, without a path or a name of its own", () => {
    const machine = describeMachine(fileURLToPath(new URL("../../", import.meta.url)));
    expect(machine).toMatchObject({ node: process.versions.node });
    expect(Object.keys(machine.versions)).toEqual(["spandock", "asc", "jco", "jco-transpile"]);
    const [first, second] = machineLines(machine, "2026-11-24T10:00:00Z");
    expect(`${first}${second}`).not.toContain("/tmp");
    expect(second).toMatch(/^Node \d+\.\d+\.\d+, spandock \d+\.\d+\.\d+, asc /);
  });
});

describe("many versions", () => {
  it("are put on lines that fit under a chart", () => {
    const versions = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`package-${index}`, "10.20.30"]),
    );
    const lines = machineLines({ ...report.machine, versions }, report.date);
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(135);
    expect(lines.slice(1).join(", ")).toBe(
      ["Node 20.20.2", ...Object.keys(versions).map((name) => `${name} 10.20.30`)].join(", "),
    );
  });
});

describe("the command line", () => {
  it("draws into docs/performance, or where it is told", () => {
    expect(parseBenchOptions(["--charts"])?.chartsTo).toMatch(/docs\/performance$/);
    expect(parseBenchOptions(["--charts-to", "out", "soak"])).toMatchObject({
      chartsTo: "out",
      chosen: ["soak"],
    });
    expect(parseBenchOptions([])).toMatchObject({ chartsTo: undefined, rounds: 5, isLong: false, from: [] });
  });

  it("takes several saved reports", () => {
    expect(parseBenchOptions(["--from", "a.json", "--from", "b.json"])?.from).toEqual(["a.json", "b.json"]);
  });

  it("says what is wrong with it", () => {
    expect(() => parseBenchOptions(["--rounds", "0"])).toThrow("expected a whole number above 0, found 0");
    expect(() => parseBenchOptions(["--fast"])).toThrow("--fast");
  });
});
