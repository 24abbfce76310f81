/** What jco's module exports when it is made for instantiation. */
export interface GeneratedModule {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Readonly<Record<string, object>>,
    instantiateCore: (module: WebAssembly.Module, imports: object) => WebAssembly.Instance,
  ): Readonly<Record<string, unknown>>;
}

/** Stands for the source in stacks, where V8 would print the whole URL in each frame. */
const sourceName = "component.js";

/**
 * Evaluates generated source. As a `data:` URL, so that what runs is the text whose digest was checked, not a file
 * that somebody may have changed since; such a module can import nothing by a relative path.
 */
export async function loadSource(source: string): Promise<GeneratedModule> {
  const named = Buffer.from(`${source}\n//# sourceURL=${sourceName}\n`);
  return (await import(`data:text/javascript;base64,${named.toString("base64")}`)) as GeneratedModule;
}
