import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { compilePlugin } from "../../guest-sdk/test/support/compile-plugin.ts";
import { buildWatPlugin, contractWit, honestWat } from "./wat-plugin.ts";

const folder = new URL("../fixtures/broken/", import.meta.url);
const wasiWit = ["wasi.wit", "http.wit"].map((file) =>
  readFileSync(new URL(`../fixtures/hostile/wasi/${file}`, import.meta.url), "utf8"),
);
const plugin = "spandock:exporter/trace-exporter-plugin@1.0.0";

/** Those whose defect is in the file's outside, not in its code. */
const outsideDefects: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  "contract-component": () => parse(honestWat()),
  "contract-version": () =>
    buildWatPlugin({
      wat: honestWat({ version: "1.0.1" }),
      wit: contractWit.replace("exporter@1.0.0;", "exporter@1.0.1;"),
    }),
  "contract-world": () =>
    buildWatPlugin({
      wat: '(module (memory (export "memory") 1))',
      wit: contractWit.replace("export trace-exporter-plugin;", ""),
    }),
  "contract-types": () =>
    buildWatPlugin({ wat: honestWat(), wit: contractWit.replace("    json,\n", "    toml,\n") }),
  "contract-imports": () =>
    buildWatPlugin({
      wat: honestWat({ imports: '(import "not:ours/thing" "act" (func $act))' }),
      wit: `${contractWit}
package not:ours { interface thing { act: func(); } }
package test:broken { world guest { include spandock:exporter/plugin@1.0.0; import not:ours/thing; } }`,
      world: "test:broken/guest",
    }),
};

/** The checks that a plugin of this folder breaks, by their ids. */
export const brokenPluginIds: readonly string[] = [
  ...Object.keys(outsideDefects),
  ...readdirSync(folder).map((file) => file.replace(/\.(wat|as\.ts)$/, "")),
].sort();

/**
 * Builds the plugin that breaks one check. A fixture in WebAssembly text holds what does it: any of `(func $config`,
 * `(func $export`, `(func $stop`, and what these need; the rest is honest. It may call `$make` (the config result with one
 * exporter), `$refuse` (with a text), `$accept`, `$fail` (0 = retryable or 1 = permanent, with a text), `$log`, `$has`
 * (whether bytes hold others), and read `$configured`. Imports of WASI come first. One in AssemblyScript is a plugin of its
 * own, which may write to `/state`.
 */
export async function buildBrokenPlugin(id: string): Promise<Uint8Array> {
  const outside = outsideDefects[id];
  if (outside !== undefined) return await outside();
  const source = new URL(`${id}.as.ts`, folder);
  if (existsSync(source)) return (await compilePlugin(readFileSync(source, "utf8"))).wasm;
  const fields = readFileSync(new URL(`${id}.wat`, folder), "utf8");
  return await buildWatPlugin({
    wat: compose(fields),
    wit: [contractWit, ...wasiWit].join("\n"),
    world: "test:hostile/guest@1.0.0",
  });
}

const honest: Readonly<Record<string, string>> = {
  config: `(func $config (param i32 i32 i32) (result i32) (call $make))`,
  export: `(func $export (param i32 i32 i32 i32) (result i32) (call $accept))`,
  stop: `(func $stop (result i32) (i32.const 192))`,
};

/** Result areas: config at 64, export at 128, stop at 192. What comes in lies at 4096, the needles of fixtures at 1024. */
function compose(fields: string): string {
  const missing = Object.entries(honest).filter(([name]) => !fields.includes(`(func $${name} `));
  return `(module
  (import "[export]${plugin}" "[resource-new]trace-exporter" (func $new (param i32) (result i32)))
  (import "spandock:exporter/log@1.0.0" "log" (func $log (param i32 i32 i32 i32 i32)))
  ${fields}
  (memory $memory 48)
  (global $configured (mut i32) (i32.const 0))
  (func $realloc (param i32 i32 i32 i32) (result i32) (i32.const 4096))
  (func $make (result i32)
    (i32.store (i32.const 80) (call $new (i32.const 1)))
    (i32.store (i32.const 64) (i32.const 0))
    (i32.store (i32.const 68) (i32.const 80))
    (i32.store (i32.const 72) (i32.const 1))
    (i32.const 64))
  (func $refuse (param $text i32) (param $length i32) (result i32)
    (i32.store (i32.const 64) (i32.const 1))
    (i32.store (i32.const 68) (local.get $text))
    (i32.store (i32.const 72) (local.get $length))
    (i32.const 64))
  (func $accept (result i32)
    (memory.fill (i32.const 128) (i32.const 0) (i32.const 32))
    (i32.const 128))
  (func $fail (param $kind i32) (param $text i32) (param $length i32) (result i32)
    (drop (call $accept))
    (i32.store (i32.const 128) (i32.const 1))
    (i32.store (i32.const 132) (local.get $kind))
    (i32.store (i32.const 136) (local.get $text))
    (i32.store (i32.const 140) (local.get $length))
    (i32.const 128))
  (func $has (param $at i32) (param $length i32) (param $needle i32) (param $size i32) (result i32)
    (local $last i32) (local $same i32)
    (if (i32.lt_u (local.get $length) (local.get $size)) (then (return (i32.const 0))))
    (local.set $last (i32.add (local.get $at) (i32.sub (local.get $length) (local.get $size))))
    (loop $next
      (local.set $same (i32.const 0))
      (loop $compare
        (if (i32.eq (i32.load8_u (i32.add (local.get $at) (local.get $same)))
                    (i32.load8_u (i32.add (local.get $needle) (local.get $same))))
          (then
            (local.set $same (i32.add (local.get $same) (i32.const 1)))
            (br_if $compare (i32.lt_u (local.get $same) (local.get $size)))
            (return (i32.const 1)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $at) (local.get $last))))
    (i32.const 0))
  (func $configure (param i32 i32 i32) (result i32)
    (call $config (local.get 0) (local.get 1) (local.get 2))
    (global.set $configured (i32.const 1)))
  ${missing.map(([, text]) => text).join("\n  ")}
  (export "memory" (memory $memory))
  (export "cabi_realloc" (func $realloc))
  (export "${plugin}#trace-exporters-from-config" (func $configure))
  (export "${plugin}#[method]trace-exporter.export-spans" (func $export))
  (export "${plugin}#stop" (func $stop)))`;
}
