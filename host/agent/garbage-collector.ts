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
 * Node has no call for it; the flag gives one to contexts that are made after it was set. It is taken back at once: with
 * other flags than at its start V8 refuses all code that was compiled before, its own and Node's, in every new thread.
 *
 * @see https://chromium.googlesource.com/v8/v8/+/refs/heads/main/src/extensions/gc-extension.cc
 */
export function createGarbageCollector(): GarbageCollector {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options?: { readonly type: "minor" }) => void;
  setFlagsFromString("--no-expose-gc");
  return { collectAll: () => collect(), collectYoung: () => collect({ type: "minor" }) };
}
