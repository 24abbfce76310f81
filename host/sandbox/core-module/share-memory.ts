import { type DeclaredLimits, pageBytes, tableElementBytes } from "./core-module.ts";

/** Of what is left above the declared minimums, tables may take one part in this many; memories get the rest. */
const tablePart = 64;

/** Ends of growth where none is declared: 4 GiB by the format, and V8's own bound for tables. */
const mostPages = 65_536;
const mostElements = 10_000_000;

export interface SharingModule {
  /** How often the module is instantiated: each instance has memories and tables of its own. */
  readonly instances: number;
  readonly memories: readonly DeclaredLimits[];
  readonly tables: readonly DeclaredLimits[];
}

/** New maximums, in the order of the module's declarations. Pages for memories, elements for tables. */
export interface ModuleCaps {
  readonly memories: readonly number[];
  readonly tables: readonly number[];
}

export type MemoryShares =
  | { readonly kind: "shared"; readonly caps: readonly ModuleCaps[] }
  /** What the modules take when they start is more than the limit by itself. */
  | { readonly kind: "too-small"; readonly minimumBytes: number };

/**
 * Divides a plugin's memory among the memories and tables that its core modules declare, so that all of them at
 * their maximums stay within `memoryBytes`.
 *
 * Each keeps its declared minimum. Of what is left, tables share a 64th; memories share the rest. Shares are equal,
 * a declared maximum below the share is kept, and what it leaves goes to the others. Most plugins have one memory
 * that can grow: it gets everything.
 */
export function shareMemory(modules: readonly SharingModule[], memoryBytes: number): MemoryShares {
  const memories = modules.map((module) =>
    module.memories.map((limits) => new Share(module, limits, memory)),
  );
  const tables = modules.map((module) => module.tables.map((limits) => new Share(module, limits, table)));
  const minimumBytes = total([...memories.flat(), ...tables.flat()]);
  if (minimumBytes > memoryBytes) return { kind: "too-small", minimumBytes };
  const spare = memoryBytes - minimumBytes;
  const left = divide(tables.flat(), Math.floor(spare / tablePart));
  divide(memories.flat(), spare - Math.floor(spare / tablePart) + left);
  const caps = modules.map((_, index) => ({
    memories: memories[index]!.map((share) => share.units),
    tables: tables[index]!.map((share) => share.units),
  }));
  return { kind: "shared", caps };
}

interface Kind {
  readonly unitBytes: number;
  /** Units where no maximum is declared. */
  readonly most: number;
}

const memory: Kind = { unitBytes: pageBytes, most: mostPages };
const table: Kind = { unitBytes: tableElementBytes, most: mostElements };

class Share {
  readonly instances: number;
  readonly unitBytes: number;
  /** Units it may still get before its own declared maximum. */
  readonly room: number;
  units: number;

  constructor({ instances }: SharingModule, { minimum, maximum }: DeclaredLimits, { unitBytes, most }: Kind) {
    this.instances = instances;
    this.unitBytes = unitBytes;
    this.units = minimum;
    this.room = Math.max(0, (maximum ?? most) - minimum);
  }

  get bytes(): number {
    return this.units * this.unitBytes * this.instances;
  }
}

function total(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.bytes, 0);
}

/** Gives bytes out in equal parts, those with the least room first. Answers what nobody could take. */
function divide(shares: readonly Share[], bytes: number): number {
  const taking = shares.filter((share) => share.instances > 0).sort((a, b) => a.room - b.room);
  let left = bytes;
  let takers = taking.reduce((sum, share) => sum + share.instances, 0);
  for (const share of taking) {
    const units = Math.min(share.room, Math.floor(left / takers / share.unitBytes));
    share.units += units;
    left -= units * share.unitBytes * share.instances;
    takers -= share.instances;
  }
  return left;
}
