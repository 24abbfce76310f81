import { BodyPool } from "./body-pool.ts";
import { ChunkCopier } from "./chunk-copier.ts";

/** V8's garbage collector, as far as receivers have a use for it. */
export interface ReceiverGarbage {
  /** Frees all that nobody refers to. */
  collectAll(): void;
  /** Frees what became garbage soon after it was made. */
  collectYoung(): void;
}

/** Where bodies are put together, for all receivers of an agent. */
export interface ReceiverMemory {
  readonly pool: BodyPool;
  readonly copier: ChunkCopier;
}

/** @param garbage left out, the collector's times stay V8's own business. */
export function createReceiverMemory(garbage: ReceiverGarbage = leftToV8): ReceiverMemory {
  return {
    pool: new BodyPool({ collectAll: garbage.collectAll }),
    copier: new ChunkCopier(garbage.collectYoung),
  };
}

const leftToV8: ReceiverGarbage = { collectAll() {}, collectYoung() {} };
