import { describe, expect, it, onTestFinished } from "vitest";
import { checkGroups, checkPlugin, checks } from "../../../host/author/index.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { brokenPluginIds, buildBrokenPlugin } from "../../support/broken-plugin.ts";
import { brokenPluginOptions, seededDefectFiles } from "./seeded-defects.ts";

describe("the conformance kit", () => {
  it("has a broken plugin for each of its checks, and no other", () => {
    expect(brokenPluginIds).toEqual(checks.map(({ id }) => id).sort());
    expect(Object.values(seededDefectFiles).flat().sort()).toEqual([...checkGroups].sort());
  });

  it("accuses nobody of a leak after few batches, where 100,000 would not reach the memory's limit", {
    timeout: 180_000,
  }, async () => {
    const limits = { ...brokenPluginOptions.limits, memoryBytes: 256 * 1024 * 1024 };
    const bytes = await buildBrokenPlugin("memory-steady");
    const steady = async (isQuick: boolean) =>
      (await checkPlugin({ ...brokenPluginOptions, limits, bytes, isQuick })).results.find(
        ({ id }) => id === "memory-steady",
      )!;
    const quick = await steady(true);
    expect(quick.status).toBe("skipped");
    expect(quick.note).toMatch(/too few batches .*7,500 batches; MiB after each third/);
    const whole = await steady(false);
    expect(whole.status).toBe("failed");
    expect(whole.findings[0]!.found).toMatch(/^[\d,]+ batches; MiB after each fifth/);
  });

  it("makes no check whose gate is closed, and tells which gate it was", async () => {
    const { results } = await checkPlugin({
      ...brokenPluginOptions,
      bytes: await buildBrokenPlugin("contract-types"),
    });
    const at = results.findIndex(({ id }) => id === "contract-types");
    expect(new Set(results.slice(at + 1).map(({ blockedBy }) => blockedBy))).toEqual(
      new Set(["contract-types"]),
    );
  });

  it("leaves the folders alone that are granted for writing", async () => {
    const folder = new TemporaryFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    folder.file("lock", "");
    const directories = [{ guestPath: "/state", hostPath: folder.path, access: "write" as const }];
    const options = {
      ...brokenPluginOptions,
      permissions: { ...brokenPluginOptions.permissions, directories },
    };
    const bytes = await buildBrokenPlugin("exporter-instances");
    await checkPlugin({ ...options, bytes });
    const { statSync } = await import("node:fs");
    expect(statSync(`${folder.path}/lock`).size).toBe(0);
    await checkPlugin({ ...options, bytes, useRealDirectories: true });
    expect(statSync(`${folder.path}/lock`).size).toBeGreaterThan(0);
  });
});
