import { contractPackage, type ErrorCode, pluginInterface } from "../../contract/index.ts";
import {
  type Capability,
  type Component,
  digestOf,
  groupCapabilities,
  readComponent,
  type WasmFile,
} from "../../sandbox/index.ts";
import { parseInterfaceName } from "./interface-name.ts";
import { judgeComponent } from "./judge-component.ts";

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** A linear memory or table that the plugin declares. */
export interface DeclaredMemory {
  /** Pages of 64 KiB, or elements. */
  readonly minimum: number;
  readonly maximum?: number;
  /** How often it exists in one instance of the plugin. */
  readonly instances: number;
}

/** What `spandock inspect` tells of a file. Plain data, fit for JSON. */
export interface PluginReport {
  readonly kind: WasmFile["kind"];
  /** `sha256:` and 64 hex digits: the form of the config's `digest`. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** The version of the contract that it exports, whether or not this agent speaks it. */
  readonly contractVersion?: string;
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly capabilities: readonly Capability[];
  readonly languages: readonly Tool[];
  /** Compilers, linkers and SDKs. */
  readonly tools: readonly Tool[];
  /** Largest first. */
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
  readonly memories: readonly DeclaredMemory[];
  readonly tables: readonly DeclaredMemory[];
  /** Why this agent would not take it. */
  readonly refusal?: { readonly code: ErrorCode; readonly message: string; readonly fix: string };
}

/** Reads a file that may be anything and tells what it is. Never throws, and runs nothing of it. */
export function inspectPlugin(bytes: Uint8Array, name = "plugin"): PluginReport {
  const file = readComponent(bytes);
  const refusal = judgeComponent(name, file);
  return {
    kind: file.kind,
    digest: digestOf(bytes),
    sizeBytes: bytes.length,
    ...contentsOf(file),
    ...(refusal === undefined
      ? {}
      : { refusal: { code: refusal.code, message: refusal.message, fix: refusal.fix } }),
  };
}

type Contents = Omit<PluginReport, "kind" | "digest" | "sizeBytes" | "refusal">;

function contentsOf(file: WasmFile): Contents {
  if (file.kind === "component") return contentsOfComponent(file);
  const modules = file.kind === "core-module" ? [{ ...file.module, instances: 1 }] : [];
  const sizes = new Map<string, number>();
  for (const { name, start, end } of modules.flatMap(({ sections }) => sections)) {
    sizes.set(`core ${name}`, (sizes.get(`core ${name}`) ?? 0) + end - start);
  }
  const producers = modules.flatMap((module) => module.producers);
  return { imports: [], exports: [], capabilities: [], ...toolsOf(producers), ...sizesOf(sizes, modules) };
}

function contentsOfComponent(component: Component): Contents {
  const version = contractVersionOf(component);
  return {
    ...(version === undefined ? {} : { contractVersion: version }),
    imports: [...component.imports.keys()],
    exports: [...component.exports.keys()],
    capabilities: capabilitiesOf(component),
    ...toolsOf(component.producers),
    ...sizesOf(component.sectionBytes, component.coreModules),
  };
}

/**
 * What a component imports, grouped by what it lets the plugin do. What is no interface, a lone function for example,
 * imports itself.
 */
export function capabilitiesOf({ imports }: Component): readonly Capability[] {
  const interfaces = [...imports].map(([name, item]) => ({
    name,
    functions: item.kind === "instance" ? functionsOf(item.items) : [name],
  }));
  return groupCapabilities(interfaces);
}

function functionsOf(items: ReadonlyMap<string, { readonly kind: string }>): string[] {
  return [...items].flatMap(([name, { kind }]) => (kind === "function" ? [name] : []));
}

/** This agent's version where the plugin exports it, else the first one found. */
function contractVersionOf({ exports }: Component): string | undefined {
  const own = parseInterfaceName(pluginInterface)!;
  const names = [pluginInterface, ...exports.keys()]
    .filter((name) => exports.has(name))
    .map(parseInterfaceName);
  return names.find((name) => name?.package === contractPackage && name.interface === own.interface)?.version;
}

function toolsOf(producers: Component["producers"]): Pick<Contents, "languages" | "tools"> {
  const pick = (isLanguage: boolean) =>
    producers
      .filter(({ field }) => (field === "language") === isLanguage)
      .map(({ name, version }) => ({ name, version }));
  return { languages: pick(true), tools: pick(false) };
}

function sizesOf(
  sectionBytes: ReadonlyMap<string, number>,
  modules: Component["coreModules"],
): Pick<Contents, "sections" | "memories" | "tables"> {
  const declared = (kind: "memories" | "tables") =>
    modules.flatMap((module) => module[kind].map((limits) => ({ ...limits, instances: module.instances })));
  return {
    sections: [...sectionBytes]
      .map(([name, bytes]) => ({ name, bytes }))
      .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
    memories: declared("memories"),
    tables: declared("tables"),
  };
}
