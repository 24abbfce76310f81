import { describe, expect, it } from "vitest";
import { defaultLimits, noPermissions } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { buildHostilePlugin, hostileTricks } from "../support/hostile-plugin.ts";
import { batchOf, type Line, recordingLogger } from "./open-plugin.ts";

const limits = {
  ...defaultLimits,
  configTimeoutMillis: 2_000,
  exportTimeoutMillis: 1_000,
  stopTimeoutMillis: 1_000,
};

describe("a hostile guest", () => {
  it.each(hostileTricks)("that %s is contained", async (trick) => {
    const lines: Line[] = [];
    const plugin = createPlugin({
      name: trick,
      bytes: await buildHostilePlugin(trick),
      config: { blob: new Uint8Array(4), type: "unknown" },
      permissions: noPermissions,
      limits,
      logger: recordingLogger(lines),
    });
    const failure = await plugin.start().then(
      () => undefined,
      (error: Error) => error,
    );
    const outcomes = failure === undefined ? await plugin.export(batchOf("spans")) : [];
    await plugin.stop().catch(() => {});
    const texts = [failure, ...outcomes, ...lines].map((item) => item?.message ?? "");
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThan(70_000);
    expect(lines.length).toBeLessThan(500);
    expect(outcomes.length === 0).toBe(failure !== undefined);
    expect(plugin.status().state).toBe("stopped");
  });
});
