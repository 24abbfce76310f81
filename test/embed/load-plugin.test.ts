import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LoadPluginOptions, type LogLine, loadPlugin } from "../../host/embed/index.ts";
import { exampleWasm } from "../support/examples.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";
import { buildWatPlugin, honestWat } from "../support/wat-plugin.ts";

const batch = encodeOtlp("ExportTraceServiceRequest", {
  resourceSpans: [{ scopeSpans: [{ spans: [{ name: "pay" }, { name: "ship" }] }] }],
});

describe("an embedded plugin", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "spandock-embed-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const filesExporter = (paths: string[]): LoadPluginOptions => ({
    plugin: exampleWasm("files-exporter"),
    config: { file_paths: paths },
    permissions: { directories: [{ guestPath: "/out/", hostPath: folder, access: "write" }] },
  });

  it("takes batches by path, by URL and by its bytes, with its config as a value or as YAML", async () => {
    const plugins = [
      exampleWasm("debug-exporter"),
      pathToFileURL(exampleWasm("debug-exporter")),
      await readFile(exampleWasm("debug-exporter")),
    ];
    for (const plugin of plugins) {
      for (const config of ["verbosity: basic\n", { verbosity: "basic" }]) {
        const lines: LogLine[] = [];
        await using loaded = await loadPlugin({ plugin, config, onLog: (line) => lines.push(line) });
        expect(await loaded.exportSpans(batch)).toEqual([{ kind: "accepted" }]);
        await loaded.stop();
        expect(lines.some(({ message }) => message.includes("2"))).toBe(true);
      }
    }
  });

  it("hands each batch to every exporter, and writes only where it may", async () => {
    await using plugin = await loadPlugin(filesExporter(["/out/a.jsonl", "/out/b.jsonl"]));
    expect(plugin.exporterCount).toBe(2);
    expect(await plugin.exportSpans(batch)).toEqual([{ kind: "accepted" }, { kind: "accepted" }]);
    expect(await plugin.exportSpans(batch, [1])).toEqual([{ kind: "accepted" }]);
    await plugin.stop();
    const lines = async (name: string) =>
      (await readFile(join(folder, name), "utf8")).trim().split("\n").length;
    expect([await lines("a.jsonl"), await lines("b.jsonl")]).toEqual([1, 2]);
  });

  it("answers bytes that are no request with a permanent outcome, and goes on", async () => {
    await using plugin = await loadPlugin(filesExporter(["/out/a.jsonl"]));
    const [outcome] = await plugin.exportSpans(Uint8Array.of(0x0a, 0x7f));
    expect(outcome).toMatchObject({ kind: "permanent", message: expect.stringContaining("at byte 0") });
    expect(await plugin.exportSpans(batch)).toEqual([{ kind: "accepted" }]);
  });

  it("refuses to start with a reason that names the plugin and the code", async () => {
    await expect(loadPlugin(filesExporter(["/elsewhere/a.jsonl"]))).rejects.toMatchObject({
      code: "PLUGIN_CONFIG_REFUSED",
      message: expect.stringContaining("files-exporter"),
    });
    await expect(loadPlugin({ plugin: join(folder, "none.wasm") })).rejects.toMatchObject({
      code: "PLUGIN_NOT_READABLE",
    });
    const other = await buildWatPlugin({ wat: honestWat() });
    await expect(loadPlugin({ plugin: other, digest: `sha256:${"0".repeat(64)}` })).rejects.toMatchObject({
      code: "PLUGIN_DIGEST_MISMATCH",
    });
    const permissions = { http: ["not an origin"] };
    await expect(loadPlugin({ plugin: other, permissions })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("permissions.http"),
    });
  });

  it("comes back by itself after a trap", async () => {
    const trapping = honestWat({
      fields: "(global $calls (mut i32) (i32.const 0))",
      export: `(if (i32.eqz (global.get $calls)) (then (global.set $calls (i32.const 1)) unreachable)) (i32.const 128)`,
    });
    const plugin = await loadPlugin({ plugin: await buildWatPlugin({ wat: trapping }), onLog: () => {} });
    expect(await plugin.exportSpans(batch)).toMatchObject([{ kind: "retryable", crashedPlugin: true }]);
    await plugin.stop();
  });
});
