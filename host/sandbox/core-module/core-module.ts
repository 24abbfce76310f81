import type { Producer } from "./producers.ts";

/** A memory or table that a module declares (imported ones belong to the module that exports them). */
export interface DeclaredLimits {
  /** Pages of 64 KiB for a memory, elements for a table. */
  readonly minimum: number;
  /** Left out where growth has no declared end. */
  readonly maximum?: number;
}

export interface CoreSection {
  /** The section's name in the specification; `custom:` and its own name for a custom section. */
  readonly name: string;
  /** Where its content starts and ends in the file. */
  readonly start: number;
  readonly end: number;
}

/** What can be told of a core module without compiling it. */
export interface CoreModule {
  /** Where the module lies in the file. */
  readonly start: number;
  readonly end: number;
  readonly sections: readonly CoreSection[];
  readonly memories: readonly DeclaredLimits[];
  readonly tables: readonly DeclaredLimits[];
  readonly importedFunctions: number;
  readonly producers: readonly Producer[];
}

/** Bytes of one page of a linear memory. */
export const pageBytes = 65_536;

/**
 * What one element of a table counts. V8 keeps a reference (8 bytes, Node builds it without pointer compression);
 * its own bookkeeping beside it is left out, as for linear memory.
 */
export const tableElementBytes = 8;
