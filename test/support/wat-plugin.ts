import { readFileSync } from "node:fs";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

/** The agent's own contract, as text. */
export const contractWit = readFileSync(new URL("../../wit/exporter.wit", import.meta.url), "utf8");

export interface WatPluginOptions {
  /** A core module in text format that exports the canonical ABI's names. */
  readonly wat: string;
  /** The WIT to build for; the agent's own by default. */
  readonly wit?: string;
  readonly world?: string;
}

/** Makes a component from a core module in text format, as wit-component based toolchains do. */
export async function buildWatPlugin({
  wat,
  wit = contractWit,
  world = "plugin",
}: WatPluginOptions): Promise<Uint8Array> {
  const core = await parse(wat);
  return await componentNew(await componentEmbed({ binary: core, witSource: wit, world }));
}

export interface HonestWatOptions {
  /** The contract's version in the core names. */
  readonly version?: string;
  /** Bodies that replace the honest ones; each leaves the address of its result (an i32) on the stack. */
  readonly config?: string;
  readonly export?: string;
  readonly stop?: string;
  /** More fields of the module: globals, functions, imports go to `imports`. */
  readonly imports?: string;
  readonly fields?: string;
  readonly memoryPages?: number;
}

/**
 * A smallest plugin: one exporter, accepts everything, allocates nothing (`cabi_realloc` always answers 4096, so a
 * batch must fit in the memory). Result areas: config 64, export 128, stop 192, all zeroed = ok.
 */
export function honestWat(options: HonestWatOptions = {}): string {
  const name = `spandock:exporter/trace-exporter-plugin@${options.version ?? "1.0.0"}`;
  return `(module
  (import "[export]${name}" "[resource-new]trace-exporter" (func $new (param i32) (result i32)))
  ${options.imports ?? ""}
  (memory (export "memory") ${options.memoryPages ?? 32})
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096))
  ${options.fields ?? ""}
  (func (export "${name}#trace-exporters-from-config") (param $blob i32) (param $len i32) (param $type i32) (result i32)
    ${
      options.config ??
      `(i32.store (i32.const 80) (call $new (i32.const 7)))
    (i32.store8 (i32.const 64) (i32.const 0))
    (i32.store (i32.const 68) (i32.const 80))
    (i32.store (i32.const 72) (i32.const 1))
    (i32.const 64)`
    })
  (func (export "${name}#[method]trace-exporter.export-spans") (param $self i32) (param $ptr i32) (param $len i32) (param $count i32) (result i32)
    ${options.export ?? "(i32.const 128)"})
  (func (export "${name}#stop") (result i32)
    ${options.stop ?? "(i32.const 192)"})
)`;
}
