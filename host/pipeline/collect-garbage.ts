import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Makes a function that runs V8's garbage collector. Node has no call for it; the flag gives one to contexts that are
 * made after it was set. Without it, memory of batches that are gone stays resident until V8 sees a reason of its own.
 */
export function createGarbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
