import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { GarbageCollector } from "../contract/index.ts";

/** V8's. Costs nothing before its first use. */
export function createGarbageCollector(): GarbageCollector {
  let known: Collect | undefined;
  const collect: Collect = (options) => {
    known ??= takeCollect();
    known(options);
  };
  return { collectAll: () => collect(), collectYoung: () => collect({ type: "minor" }) };
}

type Collect = (options?: { readonly type: "minor" }) => void;

/**
 * Node has no call for it; the flag gives one to contexts that are made after it was set. It is taken back at once: with
 * other flags than at its start V8 refuses all code that was compiled before, its own and Node's, in every new thread.
 * Flags are those of the whole process, so this is no work for the moment in which plugins start.
 *
 * @see https://chromium.googlesource.com/v8/v8/+/refs/heads/main/src/extensions/gc-extension.cc
 */
function takeCollect(): Collect {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc");
  return collect;
}
