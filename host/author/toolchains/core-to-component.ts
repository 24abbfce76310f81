import { readFile, writeFile } from "node:fs/promises";
import { builtFile, SpandockError } from "../../contract/index.ts";

export interface CoreModuleFile {
  readonly core: string;
  readonly component: string;
  /** The compiler has already put the component's type into a custom section, as wit-bindgen's macros do. */
  readonly isEmbedded?: boolean;
  /** What `spandock inspect` shall tell: fields and entries of the `producers` section. */
  readonly producers?: readonly [string, [string, string][]][];
}

/**
 * Makes the component from a core module that exports the canonical ABI's names. Imports of `wasi_snapshot_preview1`
 * (wasi-libc, Go) are served by jco's reactor adapter, which `npm run build` puts beside this code.
 *
 * @throws SpandockError PLUGIN_BUILD_FAILED
 */
export async function coreToComponent(file: CoreModuleFile): Promise<void> {
  const [binary, adapter, witSource] = await Promise.all([
    readFile(file.core),
    readFile(builtFile("author/toolchains/wasi_snapshot_preview1.reactor.wasm")),
    readFile(builtFile("../../wit/exporter.wit"), "utf8"),
  ]);
  // The bundled command line is CommonJS, which can't require it.
  const { componentEmbed, componentNew } = await import("@bytecodealliance/jco-transpile/wasm-tools");
  try {
    const embedded = file.isEmbedded
      ? new Uint8Array(binary)
      : await componentEmbed({
          binary,
          witSource,
          world: "plugin",
          ...(file.producers === undefined ? {} : { metadata: [...file.producers] }),
        });
    await writeFile(file.component, await componentNew(embedded, [["wasi_snapshot_preview1", adapter]]));
  } catch (cause) {
    throw new SpandockError("PLUGIN_BUILD_FAILED", {
      message: `${file.core} does not make a component: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: "Check that the module exports every function of wit/exporter.wit under its canonical ABI name.",
      cause,
    });
  }
}
