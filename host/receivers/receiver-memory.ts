import type { GarbageCollector } from "../contract/index.ts";
import { BodyPool } from "./body-pool.ts";
import { ChunkCopier } from "./chunk-copier.ts";

/** Where bodies are put together, for all receivers of an agent. */
export interface ReceiverMemory {
  readonly pool: BodyPool;
  readonly copier: ChunkCopier;
}

/** @param garbage left out, the collector's times stay V8's own business. */
export function createReceiverMemory(garbage: GarbageCollector = leftToV8): ReceiverMemory {
  return {
    pool: new BodyPool({ collectAll: garbage.collectAll }),
    copier: new ChunkCopier(garbage.collectYoung),
  };
}

const leftToV8: GarbageCollector = { collectAll() {}, collectYoung() {} };
