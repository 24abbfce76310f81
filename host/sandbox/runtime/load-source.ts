import { Script } from "node:vm";
import { CodeCache } from "../../boot/index.ts";
import type { CompiledComponent } from "./compiled-component.ts";

/** What jco's module exports when it is made for instantiation. */
export interface GeneratedModule {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Readonly<Record<string, object>>,
    instantiateCore: (module: WebAssembly.Module, imports: object) => WebAssembly.Instance,
  ): Readonly<Record<string, unknown>>;
}

export interface LoadedSource {
  readonly module: GeneratedModule;
  /** Keeps what V8 has compiled of it by now, where nothing of use was kept. Throws when it can't. */
  readonly keepCode: () => void;
}

/** Stands for the source in stacks. */
const sourceName = "component.js";

/**
 * Evaluates what `toScript` made, in this thread. It runs from the text whose digest was checked, not from a file that
 * somebody may have changed since, and can import nothing.
 */
export function loadSource({ source, kept }: Pick<CompiledComponent, "source" | "kept">): LoadedSource {
  const script = new Script(source, { filename: sourceName, cachedData: kept?.code });
  const isNew = kept?.code === undefined || script.cachedDataRejected === true;
  return {
    module: script.runInThisContext() as GeneratedModule,
    keepCode() {
      if (kept === undefined || !isNew) return;
      const { directory, name } = kept;
      new CodeCache(directory).write({ path: name, source, code: script.createCachedData() });
    },
  };
}
