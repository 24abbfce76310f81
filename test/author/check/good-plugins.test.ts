import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CheckResult, checkPlugin } from "../../../host/author/index.ts";
import { defaultLimits, noPermissions } from "../../../host/contract/index.ts";
import { exampleWasm } from "../../support/examples.ts";

type Example = Parameters<typeof exampleWasm>[0];

async function check(name: Example, config: string) {
  const told: CheckResult[] = [];
  const report = await checkPlugin({
    file: exampleWasm(name),
    bytes: readFileSync(exampleWasm(name)),
    config: { blob: new TextEncoder().encode(config), type: "yaml" },
    permissions: {
      ...noPermissions,
      directories: [{ guestPath: "/out", hostPath: "/nowhere", access: "write" }],
    },
    limits: defaultLimits,
    isQuick: true,
    onResult: (result) => told.push(result),
  });
  expect(told).toEqual(report.results);
  return report;
}

const bad = ({ results }: { readonly results: readonly CheckResult[] }) =>
  results.filter(({ status }) => status === "failed" || status === "warned");

describe("the conformance kit", () => {
  it("passes the counting exporter, and skips what a plugin that takes any config can't show", async () => {
    const report = await check("counting-exporter", "");
    expect(bad(report)).toEqual([]);
    expect(report.counts).toMatchObject({ failed: 0, warned: 0, skipped: 3 });
  });

  it("passes the files exporter in every check", async () => {
    const report = await check("files-exporter", "file_paths: [/out/a.jsonl, /out/b.jsonl]\n");
    expect(bad(report)).toEqual([]);
    expect(report.counts.skipped).toBe(0);
  });

  it("passes the debug exporter", async () => {
    expect(bad(await check("debug-exporter", "verbosity: basic\n"))).toEqual([]);
  });

  it("warns of an exporter that prints spans into the log", async () => {
    const report = await check("debug-exporter", "verbosity: detailed\n");
    expect(bad(report).map(({ id, status }) => [id, status])).toEqual([["log-no-span-data", "warned"]]);
  });

  it("says of a plugin without the config that it wants how to give it one", async () => {
    const report = await check("files-exporter", "");
    const [only, ...others] = bad(report);
    expect(others).toEqual([]);
    expect(only!.id).toBe("start-takes-config");
    expect(only!.findings[0]).toMatchObject({
      found: expect.stringContaining("No parsed filepaths"),
      fix: expect.stringContaining("--config FILE"),
    });
  });
});
