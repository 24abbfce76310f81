import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type BenchOptions, benchPlugin } from "../../../host/author/index.ts";
import { defaultLimits, noPermissions } from "../../../host/contract/index.ts";
import { exampleWasm } from "../../support/examples.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

const reference = readFileSync(exampleWasm("counting-exporter"));

function options(bytes: Uint8Array, more: Partial<BenchOptions> = {}): BenchOptions {
  return {
    file: "mine.wasm",
    bytes,
    config: { blob: new Uint8Array(), type: "yaml" },
    permissions: noPermissions,
    limits: defaultLimits,
    reference,
    isQuick: true,
    ...more,
  };
}

describe("plugin bench", () => {
  it("measures a plugin and the reference at each size of batch, and what memory they take", async () => {
    const { rows, memory, rounds } = await benchPlugin(options(reference));
    expect(rounds).toBe(2);
    expect(rows.map(({ spans }) => spans)).toEqual([1, 64, 512, 8_192]);
    for (const { spans, plugin, reference, ratio, cpuRatio } of rows) {
      for (const speed of [plugin, reference]) {
        expect(speed.calls).toBeGreaterThanOrEqual(2);
        expect(speed.failures).toBe(0);
        expect(speed.spansPerSecond * speed.wallMicrosPerCall).toBeCloseTo(spans * 1_000_000, -1);
      }
      expect(ratio).toBeGreaterThan(0);
      expect(cpuRatio).toBeGreaterThan(0);
    }
    // The largest batch lies in its memory while it is called.
    expect(memory.plugin.linearBytes).toBeGreaterThan(rows.at(-1)!.bytes);
  });

  it("counts the calls that fail", async () => {
    const fails = `(data (i32.const 1024) "no")`;
    const body = `(i32.store (i32.const 128) (i32.const 1)) (i32.store (i32.const 132) (i32.const 1))
      (i32.store (i32.const 136) (i32.const 1024)) (i32.store (i32.const 140) (i32.const 2)) (i32.const 128)`;
    const wasm = await buildWatPlugin({ wat: honestWat({ export: body, fields: fails, memoryPages: 64 }) });
    const { rows } = await benchPlugin(options(wasm));
    expect(rows.map(({ plugin }) => plugin.failures)).toEqual(rows.map(({ plugin }) => plugin.calls));
  });

  it("has no figures of a plugin that traps, but the reason", async () => {
    const wasm = await buildWatPlugin({ wat: honestWat({ export: "unreachable" }) });
    await expect(benchPlugin(options(wasm))).rejects.toMatchObject({
      code: "PLUGIN_CRASHED",
      message: expect.stringMatching(/^mine\.wasm: over batches of 1 spans: a trap: /),
    });
  });

  it("says of a plugin that refuses its config why", async () => {
    const files = readFileSync(exampleWasm("files-exporter"));
    await expect(benchPlugin(options(files))).rejects.toMatchObject({
      code: "PLUGIN_CONFIG_REFUSED",
      message: expect.stringContaining("No parsed filepaths"),
    });
  });

  it("refuses what no agent would take, before it runs", async () => {
    await expect(benchPlugin(options(Uint8Array.of(1, 2, 3)))).rejects.toMatchObject({
      code: "PLUGIN_NOT_WASM",
    });
  });
});
