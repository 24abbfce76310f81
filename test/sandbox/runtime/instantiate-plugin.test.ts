import { describe, expect, it } from "vitest";
import { silentLogger, systemClock } from "../../../host/contract/index.ts";
import { compileComponent, instantiatePlugin } from "../../../host/sandbox/runtime/index.ts";
import { buildWatPlugin, contractWit, honestWat, type WatPluginOptions } from "../../support/wat-plugin.ts";

async function instantiate(options: WatPluginOptions, provided: Record<string, object> = {}) {
  const bytes = await buildWatPlugin(options);
  const common = {
    name: "guest",
    bytes,
    memoryBytes: 4 * 1024 * 1024,
    logger: silentLogger,
    clock: systemClock,
  };
  const compiled = await compileComponent(common);
  const lines: unknown[][] = [];
  let wasiMade = 0;
  const guest = await instantiatePlugin({
    name: "guest",
    compiled,
    wasi: () => {
      wasiMade += 1;
      return provided;
    },
    log: (...line) => void lines.push(line),
  });
  return { guest, lines, wasiMade };
}

describe("instantiating a plugin", () => {
  it("gives it the contract's log and config, and no WASI when it asks for none", async () => {
    const config = `(call $log (i32.const 3) (i32.const 1024) (i32.const 2) (i32.const 2048) (i32.const 1))
      (call $json (i32.const 1030) (i32.const 4) (i32.const 64))
      (i32.store (i32.const 64) (i32.const 1)) (i32.const 64)`;
    const { guest, lines, wasiMade } = await instantiate({
      wat: honestWat({
        imports: `(import "spandock:exporter/log@1.0.0" "log" (func $log (param i32 i32 i32 i32 i32)))
          (import "spandock:exporter/config@1.0.0" "yaml-to-json" (func $json (param i32 i32 i32)))`,
        fields: `(data (i32.const 1024) "hi") (data (i32.const 1030) "a: 1")
          (data (i32.const 2048) "\\10\\08\\00\\00\\01\\00\\00\\00\\11\\08\\00\\00\\01\\00\\00\\00kv")`,
        config,
      }),
    });
    expect(guest.configure({ blob: new Uint8Array(), type: "yaml" })).toEqual({
      kind: "refused",
      message: '{"a":1}',
    });
    expect(lines).toEqual([["warn", "hi", [["k", "v"]]]]);
    expect(wasiMade).toBe(0);
  });

  it("refuses a plugin that imports what this agent does not have, by name", async () => {
    const wit = contractWit.replace(
      "interface config {",
      "interface clock { now: func() -> u64; }\n\ninterface config {",
    );
    const imports = `(import "spandock:exporter/clock@1.0.0" "now" (func $now (result i64)))`;
    await expect(
      instantiate({
        wit: wit.replace("import config;", "import config;\n  import clock;"),
        wat: honestWat({ imports }),
      }),
    ).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      message: "guest: imports spandock:exporter/clock, which this agent does not have",
    });
  });

  it("keeps the guest's memory, also what it grows, within the cap", async () => {
    const { guest } = await instantiate({
      wat: honestWat({
        memoryPages: 2,
        export: "(i32.store (i32.const 132) (memory.grow (local.get $count))) (i32.const 128)",
      }),
    });
    expect(guest.configure({ blob: new Uint8Array(), type: "yaml" })).toEqual({ kind: "made", width: 1 });
    expect(guest.memoryBytes()).toBe(2 * 65_536);
    const grow = (pages: number) => guest.export(0, { spans: new Uint8Array(), spanCount: pages });
    expect(grow(62)).toEqual({ kind: "partly-rejected", rejectedSpans: 2 });
    expect(guest.memoryBytes()).toBe(4 * 1024 * 1024);
    expect(grow(1)).toEqual({ kind: "partly-rejected", rejectedSpans: 1 });
    expect(guest.memoryBytes()).toBe(4 * 1024 * 1024);
  });

  it("refuses a plugin that declares more memory than its cap, by figure", async () => {
    await expect(instantiate({ wat: honestWat({ memoryPages: 65 }) })).rejects.toMatchObject({
      code: "PLUGIN_MEMORY",
      message: "guest: its memories and tables take 4.0625 MiB from the start; limits.memory is 4 MiB",
    });
  });
});
