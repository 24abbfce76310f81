import { pluginInterface, SpandockError } from "../../contract/index.ts";
import type { CompiledComponent } from "./compiled-component.ts";
import { contractImports, type GuestLog } from "./contract-imports.ts";
import { Guest, type GuestExports } from "./guest.ts";
import { loadSource } from "./load-source.ts";

export interface InstantiatePluginOptions {
  /** The plugin's name, for messages. */
  readonly name: string;
  readonly compiled: CompiledComponent;
  /** The WASI interfaces by name without version; asked for only when the component imports one. */
  readonly wasi: () => Readonly<Record<string, object>>;
  readonly log: GuestLog;
  /** Called with what keeps V8's code of the component; best called when the guest has started. */
  readonly onLoaded?: (keepCode: () => void) => void;
  /** Called just before the first code of the guest runs: its core modules may have start functions. */
  readonly onGuestStarts?: () => void;
}

/**
 * Makes an instance of a plugin in this thread. Runs the guest's start functions.
 *
 * @throws SpandockError PLUGIN_LOAD_FAILED when the component imports what this agent does not have; whatever a trap
 * in a start function throws.
 */
export async function instantiatePlugin(options: InstantiatePluginOptions): Promise<Guest> {
  const { name, compiled, log, onLoaded, onGuestStarts } = options;
  const imports = gatherImports(options, log);
  const { module: generated, keepCode } = loadSource(compiled);
  onLoaded?.(keepCode);
  const memories = new Set<WebAssembly.Memory>();
  const instantiateCore = (module: WebAssembly.Module, coreImports: object) => {
    const instance = new WebAssembly.Instance(module, coreImports);
    for (const item of Object.values(instance.exports)) {
      if (item instanceof WebAssembly.Memory) memories.add(item);
    }
    return instance;
  };
  onGuestStarts?.();
  const exports = generated.instantiate((core) => compiled.coreModules.get(core)!, imports, instantiateCore);
  const plugin = exports[pluginInterface];
  if (plugin === undefined) {
    throw new SpandockError("PLUGIN_WRONG_WORLD", { message: `${name}: does not export ${pluginInterface}` });
  }
  return new Guest(plugin as GuestExports, memories);
}

function gatherImports(
  { name, compiled, wasi }: InstantiatePluginOptions,
  log: GuestLog,
): Record<string, object> {
  const needsWasi = compiled.imports.some((wanted) => wanted.startsWith("wasi:"));
  const available = { ...(needsWasi ? wasi() : {}), ...contractImports(log) };
  const missing = compiled.imports.filter((wanted) => !Object.hasOwn(available, wanted));
  if (missing.length > 0) {
    throw new SpandockError("PLUGIN_LOAD_FAILED", {
      message: `${name}: imports ${missing.join(", ")}, which this agent does not have`,
      fix: "Build the plugin for the world spandock:exporter/plugin, with WASI 0.2 as its only other imports.",
    });
  }
  return Object.fromEntries(compiled.imports.map((wanted) => [wanted, available[wanted]!]));
}
