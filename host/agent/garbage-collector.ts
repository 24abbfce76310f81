import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** V8's garbage collector. */
export interface GarbageCollector {
  /** Frees all that nobody refers to. Without it, memory of batches that are gone stays until V8 has its own reason. */
  collectAll(): void;
  /** Frees what became garbage soon after it was made: a fraction of a millisecond, however large the heap is. */
  collectYoung(): void;
}

/**
 * Node has no call for it; the flag gives one to contexts that are made after it was set.
 *
 * @see https://chromium.googlesource.com/v8/v8/+/refs/heads/main/src/extensions/gc-extension.cc
 */
export function createGarbageCollector(): GarbageCollector {
  keepYoungCollectionsCheap();
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options?: { readonly type: "minor" }) => void;
  return { collectAll: () => collect(), collectYoung: () => collect({ type: "minor" }) };
}

/**
 * What lives long does so in a few objects a batch, so that there is little to do in a collection of young objects, and
 * what it costs is what surrounds it: walking the pages of a space that has grown to 16 MB, and waking threads to help.
 */
function keepYoungCollectionsCheap(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--no-parallel-scavenge");
}
