import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../host/contract/index.ts";
import { batchOf, makePlugin } from "./open-plugin.ts";
import { loop, trap, trapOnX } from "./wat-bodies.ts";

/** Threads of this process; known on Linux only. */
const threads = () => Number(/^Threads:\s+(\d+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
const descriptors = () => readdirSync("/proc/self/fd").length;

describe.runIf(process.platform === "linux")("what is left of plugins", () => {
  const limits = {
    ...defaultLimits,
    configTimeoutMillis: 50,
    exportTimeoutMillis: 50,
    stopTimeoutMillis: 50,
  };

  async function liveAndDie(guest: Parameters<typeof makePlugin>[0]): Promise<void> {
    const { plugin } = await makePlugin(guest, { limits });
    await plugin.start().then(
      () => plugin.export(batchOf("X")),
      () => {},
    );
    await plugin.stop().catch(() => {});
  }

  it.each([
    ["a life in order", {}],
    ["a trap in config", { config: trap }],
    ["a loop in config", { config: loop }],
    ["a crash and a restart", { export: trapOnX }],
    ["a trap in stop", { stop: trap }],
    ["a loop in stop", { stop: loop }],
  ])("is no thread and no descriptor after %s", async (_what, guest) => {
    await liveAndDie(guest);
    const before = { threads: threads(), descriptors: descriptors() };
    for (let round = 0; round < 3; round++) await liveAndDie(guest);
    expect({ threads: threads(), descriptors: descriptors() }).toEqual(before);
  });
});
