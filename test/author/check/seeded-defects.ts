import { describe, expect, it } from "vitest";
import { type CheckGroup, type CheckPluginOptions, checkPlugin, checks } from "../../../host/author/index.ts";
import { defaultLimits } from "../../../host/contract/index.ts";
import { buildBrokenPlugin } from "../../support/broken-plugin.ts";

/** How each broken plugin is checked. */
export const brokenPluginOptions: Omit<CheckPluginOptions, "bytes"> = {
  file: "broken.wasm",
  config: { blob: new TextEncoder().encode("key: value\n"), type: "yaml" },
  permissions: {
    // A stand-in takes its place.
    directories: [{ guestPath: "/state", hostPath: "/nowhere", access: "write" }],
    http: [],
    env: {},
  },
  limits: { ...defaultLimits, configTimeoutMillis: 2_000 },
  isQuick: true,
};

/** Which groups of checks each file of tests has, so that the files share the cores. */
export const seededDefectFiles = {
  starts: ["contract", "start", "config"],
  batches: ["batches", "exporters"],
  ends: ["outcomes", "lifecycle", "failures", "memory"],
} as const satisfies Record<string, readonly CheckGroup[]>;

/** Gives the broken plugin of each check of these groups to the whole kit. */
export function describeSeededDefects(file: keyof typeof seededDefectFiles): void {
  const groups: readonly CheckGroup[] = seededDefectFiles[file];
  describe("the conformance kit", () => {
    it.each(
      checks.filter(({ group }) => groups.includes(group)).map(({ id, level }) => [id, level] as const),
    )("finds the defect of %s, and nothing else", async (id, level) => {
      const { results } = await checkPlugin({ ...brokenPluginOptions, bytes: await buildBrokenPlugin(id) });
      const broken = results.filter(({ status }) => status === "failed" || status === "warned");
      expect(broken.map((result) => [result.id, result.status])).toEqual([
        [id, level === "error" ? "failed" : "warned"],
      ]);
      for (const { sent, expected, found, fix } of broken[0]!.findings) {
        expect([sent, expected, found, fix]).not.toContain("");
      }
    });
  });
}
