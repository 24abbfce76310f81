/** What jco makes of a component, as bytes: what the cache holds. */
export interface CompiledFiles {
  /** A script, whose value has `instantiate(getCoreModule, imports)`. */
  readonly source: string;
  /** The core modules by the names that the source asks for, memory already capped. */
  readonly coreModules: Readonly<Record<string, Uint8Array>>;
  /** Names of the interfaces that the source takes from `imports`, without version: `wasi:filesystem/types`. */
  readonly imports: readonly string[];
}

/** A component ready to be instantiated. It can be posted to any number of worker threads. */
export interface CompiledComponent {
  readonly source: string;
  readonly coreModules: ReadonlyMap<string, WebAssembly.Module>;
  readonly imports: readonly string[];
  /** Absent when nothing is kept. */
  readonly kept?: KeptCode;
}

/** What V8 makes of a component's source, as a `CodeCache` keeps it. */
export interface KeptCode {
  readonly directory: string;
  /** Names the source by its digest. */
  readonly name: string;
  /** Absent when there is none yet. */
  readonly code?: Uint8Array | undefined;
}
