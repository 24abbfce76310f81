import { Script } from "node:vm";

/** What jco's module exports when it is made for instantiation. */
export interface GeneratedModule {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Readonly<Record<string, object>>,
    instantiateCore: (module: WebAssembly.Module, imports: object) => WebAssembly.Instance,
  ): Readonly<Record<string, unknown>>;
}

/** Stands for the source in stacks. */
const sourceName = "component.js";

/**
 * Evaluates what `toScript` made, in this thread. It runs from the text whose digest was checked, not from a file that
 * somebody may have changed since, and can import nothing.
 */
export function loadSource(source: string): GeneratedModule {
  return new Script(source, { filename: sourceName }).runInThisContext() as GeneratedModule;
}
