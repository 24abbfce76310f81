import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, realpathSync } from "node:fs";
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

/**
 * Reads a regular file of at most `maxBytes`, not through a link; undefined when it is anything else. At once: the
 * dozen steps of an entry take longer on their way through a thread pool than they do.
 */
export function readCachedFile(path: string, maxBytes: number): Uint8Array | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
