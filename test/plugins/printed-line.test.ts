import { expect, it } from "vitest";
import { defaultLimits, noPermissions } from "../../host/contract/index.ts";
import { createPlugin } from "../../host/plugins/index.ts";
import { buildWasiPlugin } from "../support/hostile-plugin.ts";
import { type Line, recordingLogger } from "./open-plugin.ts";

it("a plugin that refuses its config has what it printed in the log, though the line has no end", async () => {
  const lines: Line[] = [];
  const plugin = createPlugin({
    name: "guest",
    bytes: await buildWasiPlugin(`
  (import "wasi:cli/stdout@0.2.0" "get-stdout" (func $get-stdout (result i32)))
  (import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (memory $memory 32)
  (data (i32.const 1024) "no key")
  (func $trick)
  (func $config (param i32 i32 i32) (result i32)
    (call $write (call $get-stdout) (i32.const 1024) (i32.const 6) (i32.const 2048))
    (i32.store8 (i32.const 64) (i32.const 1))
    (i32.store (i32.const 68) (i32.const 1024))
    (i32.store (i32.const 72) (i32.const 6))
    (i32.const 64))`),
    config: { blob: new Uint8Array(), type: "yaml" },
    permissions: noPermissions,
    limits: defaultLimits,
    logger: recordingLogger(lines),
  });
  await expect(plugin.start()).rejects.toMatchObject({ code: "PLUGIN_CONFIG_REFUSED" });
  expect(lines).toContainEqual({ level: "info", message: "no key", fields: { "plugin.stream": "stdout" } });
});
