import { readdirSync, readFileSync } from "node:fs";
import { buildWatPlugin } from "./wat-plugin.ts";

const folder = new URL("../fixtures/hostile/", import.meta.url);

/** The tricks, by file name without ending. */
export const hostileTricks: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(".wat"))
  .map((file) => file.slice(0, -".wat".length));

const plugin = "spandock:exporter/trace-exporter-plugin@1.0.0";

/**
 * The honest rest of a plugin. Result areas, zeroed and so `ok`: config at 64, export at 128, stop at 192; free
 * memory from 4096 on, which `cabi_realloc` gives again for each batch.
 */
const honest: Readonly<Record<string, string>> = {
  memory: `(memory $memory 32)`,
  realloc: `(func $realloc (param i32 i32 i32 i32) (result i32) (i32.const 4096))`,
  config: `(func $config (param $blob i32) (param $length i32) (param $type i32) (result i32)
    (i32.store (i32.const 80) (call $new (i32.const 7)))
    (i32.store (i32.const 68) (i32.const 80))
    (i32.store (i32.const 72) (i32.const 1))
    (i32.const 64))`,
  export: `(func $export (param $self i32) (param $spans i32) (param $length i32) (param $count i32) (result i32)
    (i32.const 128))`,
  stop: `(func $stop (result i32) (i32.const 192))`,
};

/**
 * Builds the plugin of one fixture. A fixture holds only the fields of the core module that do the trick: any of
 * `(func $config`, `(func $export`, `(func $stop`, `(func $realloc`, `(memory $memory`; the rest is honest. It may call
 * `$new` (makes an exporter's handle) and `$log` (level, message, length, fields, length).
 */
export function buildHostilePlugin(trick: string): Promise<Uint8Array> {
  const fields = readFileSync(new URL(`${trick}.wat`, folder), "utf8");
  const rest = Object.entries(honest).filter(
    ([name]) => !new RegExp(`\\((func|memory) \\$${name}\\b`).test(fields),
  );
  return buildWatPlugin({
    wat: `(module
  (import "[export]${plugin}" "[resource-new]trace-exporter" (func $new (param i32) (result i32)))
  (import "spandock:exporter/log@1.0.0" "log" (func $log (param i32 i32 i32 i32 i32)))
  ${fields}
  ${rest.map(([, text]) => text).join("\n  ")}
  (export "memory" (memory $memory))
  (export "cabi_realloc" (func $realloc))
  (export "${plugin}#trace-exporters-from-config" (func $config))
  (export "${plugin}#[method]trace-exporter.export-spans" (func $export))
  (export "${plugin}#stop" (func $stop)))`,
  });
}
