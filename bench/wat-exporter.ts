import { readFileSync } from "node:fs";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { projectRoot } from "./agent-child.ts";

const plugin = "spandock:exporter/trace-exporter-plugin@1.0.0";

/** An `export-spans` that always answers retryable, with the text "down". */
export const deadExport = `(i32.store8 (i32.const 128) (i32.const 1))
    (i32.store (i32.const 136) (i32.const 1024))
    (i32.store (i32.const 140) (i32.const 4))
    (i32.const 128)`;

/**
 * Makes a plugin with one exporter whose `export-spans` is the given WAT body; it leaves the address of its result on
 * the stack. Result areas, zeroed and so `ok`: config at 64, export at 128, stop at 192.
 */
export async function buildWatExporter(exportBody: string): Promise<Uint8Array> {
  const core = await parse(`(module
  (import "[export]${plugin}" "[resource-new]trace-exporter" (func $new (param i32) (result i32)))
  (memory (export "memory") 32)
  (data (i32.const 1024) "down")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
  (func (export "${plugin}#trace-exporters-from-config") (param i32 i32 i32) (result i32)
    (i32.store (i32.const 80) (call $new (i32.const 7)))
    (i32.store (i32.const 68) (i32.const 80))
    (i32.store (i32.const 72) (i32.const 1))
    (i32.const 64))
  (func (export "${plugin}#[method]trace-exporter.export-spans") (param i32 i32 i32 i32) (result i32)
    ${exportBody})
  (func (export "${plugin}#stop") (result i32) (i32.const 192)))`);
  const witSource = readFileSync(`${projectRoot}wit/exporter.wit`, "utf8");
  return await componentNew(await componentEmbed({ binary: core, witSource, world: "plugin" }));
}
