import { createHash } from "node:crypto";
import { SpandockError } from "../../contract/index.ts";
import { type Component, type ComponentCoreModule, readComponent } from "../component/index.ts";
import { type CappedCoreModule, capCoreModule } from "./cap-core-module.ts";
import { type ModuleCaps, shareMemory } from "./share-memory.ts";

export interface CapCoreModulesOptions {
  /** The plugin's name, for messages. */
  readonly name: string;
  /** The whole component, as its author built it: it says how often each core module is instantiated. */
  readonly component: Uint8Array;
  /** The core modules that the compiler took out of it, unchanged, by its own names. */
  readonly coreModules: Readonly<Record<string, Uint8Array>>;
  /** All memories and tables of the plugin together, grown ones too. A table's element counts 8 bytes. */
  readonly memoryBytes: number;
}

/**
 * Writes the memory cap into the core modules of one component, before they are compiled. At the cap, `memory.grow`
 * and `table.grow` fail in the guest. How several memories share the cap: see `shareMemory`.
 *
 * @throws SpandockError PLUGIN_MEMORY when what the plugin declares from the start is above the cap;
 * PLUGIN_LOAD_FAILED for memories whose cap can't be kept (shared, 64-bit) and modules that are not the component's.
 */
export function capCoreModules(options: CapCoreModulesOptions): Record<string, Uint8Array> {
  const { name, component, coreModules, memoryBytes } = options;
  const capsByDigest = planCaps({ name, component, memoryBytes });
  const capped: Record<string, Uint8Array> = {};
  for (const [key, bytes] of Object.entries(coreModules)) {
    const caps = capsByDigest.get(digest(bytes));
    if (caps === undefined) {
      throw new SpandockError("PLUGIN_LOAD_FAILED", {
        message: `${name}: its memory can't be capped: the compiler had to change the core module ${key}`,
        fix: "Build the plugin without multi-memory.",
      });
    }
    capped[key] = capCoreModule(bytes, caps).bytes;
  }
  return capped;
}

/** The capped form of the core modules of a component, in the component's order. */
export function capComponentModules(
  component: Uint8Array,
  memoryBytes: number,
): readonly (CappedCoreModule & { readonly module: ComponentCoreModule })[] {
  const name = "plugin";
  const { coreModules } = readOrThrow(name, component);
  const capsByDigest = planCaps({ name, component, memoryBytes });
  return coreModules.map((module) => {
    const bytes = bytesOf(component, module);
    return { module, ...capCoreModule(bytes, capsByDigest.get(digest(bytes))!) };
  });
}

type PlanOptions = Omit<CapCoreModulesOptions, "coreModules">;

/**
 * Modules with the same bytes count as one that is instantiated as often as all of them: whichever of them the
 * compiler keeps, the sum is right.
 */
function planCaps({ name, component, memoryBytes }: PlanOptions): Map<string, ModuleCaps> {
  const groups = new Map<string, ComponentCoreModule>();
  for (const module of readOrThrow(name, component).coreModules) {
    const key = digest(bytesOf(component, module));
    const instances = module.instances + (groups.get(key)?.instances ?? 0);
    groups.set(key, { ...module, instances });
  }
  const shares = shareMemory([...groups.values()], memoryBytes);
  if (shares.kind === "too-small") {
    const { minimumBytes } = shares;
    throw new SpandockError("PLUGIN_MEMORY", {
      message: `${name}: its memories and tables take ${mebibytes(minimumBytes)} from the start; limits.memory is ${mebibytes(memoryBytes)}`,
    });
  }
  return new Map([...groups.keys()].map((key, index) => [key, shares.caps[index]!]));
}

function readOrThrow(name: string, bytes: Uint8Array): Component {
  const file = readComponent(bytes);
  if (file.kind === "component") return file;
  const reason = file.kind === "core-module" ? "it is a core module, not a component" : file.reason;
  throw new SpandockError("PLUGIN_LOAD_FAILED", {
    message: `${name}: its memory can't be capped: ${reason}`,
  });
}

const bytesOf = (file: Uint8Array, { start, end }: ComponentCoreModule) => file.subarray(start, end);
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Exact where it matters: a few bytes above the cap must not read as the cap itself. */
function mebibytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 1e6) / 1e6} MiB`;
}
