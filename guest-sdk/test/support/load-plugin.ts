import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transpileBytes } from "@bytecodealliance/jco-transpile";

export type LogLine = {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
};

export interface Accepted {
  readonly rejectedSpans: number;
  readonly message?: string;
}

export type Failure =
  | { readonly tag: "retryable"; readonly val: { readonly message: string; readonly retryAfterMs?: number } }
  | { readonly tag: "permanent"; readonly val: string };

export type Answer<T, E> = { readonly ok: T } | { readonly err: E };

export interface LoadedExporter {
  exportSpans(spans: Uint8Array, spanCount?: number): Answer<Accepted, Failure>;
}

export interface LoadedPlugin {
  readonly log: LogLine[];
  readonly imports: readonly string[];
  readonly memory: () => number;
  configure(text: string, type?: "yaml" | "json" | "unknown"): Answer<LoadedExporter[], string>;
  stop(): Answer<void, string>;
}

/** What the guest may import beside the contract, by interface name without version. */
export type Imports = Readonly<Record<string, object>>;

interface Generated {
  instantiate(
    core: (path: string) => Promise<WebAssembly.Module>,
    imports: Imports,
    instantiateCore: (module: WebAssembly.Module, imports: object) => Promise<WebAssembly.Instance>,
  ): Promise<Record<string, unknown>>;
}

interface Exports {
  traceExportersFromConfig(
    blob: Uint8Array,
    type: string,
  ): { exportSpans(batch: { spans: Uint8Array; spanCount: number }): Accepted }[];
  stop(): void;
}

/** Runs a component in this thread, with `yaml` as its YAML reader when it is given. */
export async function loadPlugin(
  component: Uint8Array,
  imports: Imports = {},
  yaml: (text: string) => string = (text) => text,
): Promise<LoadedPlugin> {
  const { files, imports: names } = await transpileBytes(component, {
    name: "plugin",
    instantiation: "async",
    noComponentErrorWrapping: false,
  });
  const generated = await importSource(files["plugin.js"]!);
  const log: LogLine[] = [];
  const memories: WebAssembly.Memory[] = [];
  const instance = await generated.instantiate(
    (path) => WebAssembly.compile(files[path]!),
    {
      "spandock:exporter/log": {
        log: (level: string, message: string, fields: [string, string][]) =>
          log.push({ level, message, fields: Object.fromEntries(fields) }),
      },
      "spandock:exporter/config": { yamlToJson: yaml },
      ...imports,
    },
    async (module, coreImports) => {
      const core = new WebAssembly.Instance(module, coreImports);
      for (const item of Object.values(core.exports))
        if (item instanceof WebAssembly.Memory) memories.push(item);
      return core;
    },
  );
  const exports = instance["spandock:exporter/trace-exporter-plugin@1.0.0"] as Exports;
  return {
    log,
    imports: names,
    memory: () => memories.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0),
    configure: (text, type = "yaml") =>
      attempt(() =>
        exports.traceExportersFromConfig(new TextEncoder().encode(text), type).map((exporter) => ({
          exportSpans: (spans: Uint8Array, spanCount = 0) =>
            attempt<Accepted, Failure>(() => exporter.exportSpans({ spans, spanCount })),
        })),
      ),
    stop: () => attempt(() => exports.stop()),
  };
}

/** jco throws an `err` as an error with a payload; a trap goes on. */
function attempt<T, E>(call: () => T): Answer<T, E> {
  try {
    return { ok: call() };
  } catch (thrown) {
    if (thrown instanceof Error && Object.hasOwn(thrown, "payload")) {
      return { err: (thrown as Error & { payload: E }).payload };
    }
    throw thrown;
  }
}

/** From a file: a stack that goes through a data URL is as long as the source. */
async function importSource(source: Uint8Array): Promise<Generated> {
  const folder = mkdtempSync(join(tmpdir(), "plugin-"));
  try {
    writeFileSync(join(folder, "plugin.mjs"), source);
    return await import(/* @vite-ignore */ pathToFileURL(join(folder, "plugin.mjs")).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
