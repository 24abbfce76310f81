import { mkdirSync, realpathSync } from "node:fs";
import { whyNotTrusted } from "../../boot/index.ts";

/**
 * Makes the cache directory where it is missing, and says why it must not be used: compiled code is run as it
 * stands there, so nobody but this user may be able to write it.
 *
 * @returns the real path, or the reason against it.
 */
export function openCacheDirectory(path: string): { readonly path: string } | { readonly refused: string } {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const real = realpathSync(path);
    const refused = whyNotTrusted(real);
    return refused === undefined ? { path: real } : { refused };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
