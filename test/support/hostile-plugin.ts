import { readdirSync, readFileSync } from "node:fs";
import { buildWatPlugin, contractWit } from "./wat-plugin.ts";

const folder = new URL("../fixtures/hostile/", import.meta.url);
const wasiFolder = new URL("wasi/", folder);

/** The tricks that need nothing but the contract, by file name without ending. */
export const hostileTricks: readonly string[] = tricksIn(folder);
/** The tricks that go through WASI. */
export const hostileWasiTricks: readonly string[] = tricksIn(wasiFolder);

function tricksIn(place: URL): string[] {
  return readdirSync(place)
    .filter((file) => file.endsWith(".wat"))
    .map((file) => file.slice(0, -".wat".length))
    .sort();
}

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

/** Does its trick on the first batch of each instance. The host hands out several things at once, so nothing is reused soon. */
const honestWithWasi: typeof honest = {
  ...honest,
  realloc: `(global $free (mut i32) (i32.const 65536))
  (func $realloc (param i32 i32 i32) (param $bytes i32) (result i32) (local $at i32)
    (local.set $at (global.get $free))
    (if (i32.gt_u (local.get $bytes) (i32.sub (i32.const 1048576) (local.get $at)))
      (then (local.set $at (i32.const 65536))))
    (if (i32.gt_u (local.get $bytes) (i32.const 983040)) (then unreachable))
    (global.set $free (i32.and (i32.add (i32.add (local.get $at) (local.get $bytes)) (i32.const 7)) (i32.const -8)))
    (local.get $at))`,
  export: `(global $tried (mut i32) (i32.const 0))
  (func $export (param $self i32) (param $spans i32) (param $length i32) (param $count i32) (result i32)
    (if (i32.eqz (global.get $tried)) (then (global.set $tried (i32.const 1)) (call $trick)))
    (i32.const 128))`,
};

/**
 * Builds the plugin of one fixture. A fixture holds only the fields of the core module that do the trick: any of
 * `(func $config`, `(func $export`, `(func $stop`, `(func $realloc`, `(memory $memory`; the rest is honest. It may call
 * `$new` (makes an exporter's handle) and `$log` (level, message, length, fields, length).
 *
 * One that goes through WASI begins with its imports and holds `(func $trick`; one that imports nothing may call what
 * `hostile-http.wat` defines, when it sends requests, or `hostile-files.wat`.
 */
export function buildHostilePlugin(trick: string): Promise<Uint8Array> {
  if (!hostileWasiTricks.includes(trick)) {
    return buildWatPlugin({ wat: compose(readText(`${trick}.wat`, folder), honest) });
  }
  return buildWasiPlugin(readText(`${trick}.wat`, wasiFolder));
}

/** The same from the text of a fixture that goes through WASI. */
export function buildWasiPlugin(fields: string): Promise<Uint8Array> {
  return buildWatPlugin({
    wat: compose(`${preludeOf(fields)}${fields}`, honestWithWasi),
    wit: [contractWit, readText("wasi.wit", wasiFolder), readText("http.wit", wasiFolder)].join("\n"),
    world: "test:hostile/guest@1.0.0",
  });
}

function preludeOf(fields: string): string {
  if (fields.includes("(import ")) return "";
  const file = /\(call \$(ask|send) /.test(fields) ? "hostile-http.wat" : "hostile-files.wat";
  return readText(file, new URL(import.meta.url));
}

function readText(file: string, place: URL): string {
  return readFileSync(new URL(file, place), "utf8");
}

function compose(fields: string, rest: typeof honest): string {
  const missing = Object.entries(rest).filter(
    ([name]) => !new RegExp(`\\((func|memory) \\$${name}\\b`).test(fields),
  );
  return `(module
  (import "[export]${plugin}" "[resource-new]trace-exporter" (func $new (param i32) (result i32)))
  (import "spandock:exporter/log@1.0.0" "log" (func $log (param i32 i32 i32 i32 i32)))
  ${fields}
  ${missing.map(([, text]) => text).join("\n  ")}
  (export "memory" (memory $memory))
  (export "cabi_realloc" (func $realloc))
  (export "${plugin}#trace-exporters-from-config" (func $config))
  (export "${plugin}#[method]trace-exporter.export-spans" (func $export))
  (export "${plugin}#stop" (func $stop)))`;
}
