import { homedir } from "node:os";
import { join } from "node:path";

/** Where compiled plugins are kept: the XDG base directory specification's cache, in a folder of our own. */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "spandock");
}
