import { describe, expect, it } from "vitest";
import { compareReports, inspectPlugin, type PluginReport } from "../../../host/plugins/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

async function reportOf(options: Parameters<typeof honestWat>[0]): Promise<PluginReport> {
  return inspectPlugin(await buildWatPlugin({ wat: honestWat(options) }));
}

const logImport = `(import "spandock:exporter/log@1.0.0" "log" (func (param i32 i32 i32 i32 i32)))`;

describe("two versions of a plugin", () => {
  it("that are the same file differ in nothing", async () => {
    const report = await reportOf({});
    expect(compareReports(report, report)).toEqual({
      sameFile: true,
      sizeBytes: { before: report.sizeBytes, after: report.sizeBytes },
      newCapabilities: [],
      lostCapabilities: [],
      newImports: [],
      lostImports: [],
      sections: [],
    });
  });

  it("differ by the imports and capabilities that only one has, and by the sections that grew", async () => {
    const [plain, logging] = [await reportOf({}), await reportOf({ imports: logImport })];
    const diff = compareReports(plain, logging);
    expect(diff.sameFile).toBe(false);
    expect(diff.newImports).toContain("spandock:exporter/log@1.0.0");
    expect(diff.newCapabilities.map(({ name }) => name)).toEqual(["contract"]);
    expect(diff.sizeBytes.after).toBeGreaterThan(diff.sizeBytes.before);
    expect(diff.sections[0]!.after).toBeGreaterThan(diff.sections[0]!.before);
    const back = compareReports(logging, plain);
    expect(back.lostImports).toEqual(diff.newImports);
    expect(back.lostCapabilities).toEqual(diff.newCapabilities);
  });

  it("differ by their tools only where those differ", async () => {
    const report = await reportOf({});
    const other: PluginReport = { ...report, digest: "sha256:other", tools: [{ name: "asc", version: "2" }] };
    const diff = compareReports(report, other);
    expect(diff.tools?.after).toEqual(other.tools);
    expect(diff).not.toHaveProperty("languages");
  });

  it("of two contracts name both", async () => {
    const report = await reportOf({});
    const diff = compareReports(report, { ...report, contractVersion: "1.0.1" });
    expect(diff.contractVersion).toEqual({ before: "1.0.0", after: "1.0.1" });
  });
});
