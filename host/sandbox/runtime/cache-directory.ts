import { constants } from "node:fs";
import { mkdir, open, realpath } from "node:fs/promises";
import { whyNotTrusted } from "../../boot/index.ts";

/**
 * Makes the cache directory where it is missing, and says why it must not be used: compiled code is run as it
 * stands there, so nobody but this user may be able to write it.
 *
 * @returns the real path, or the reason against it.
 */
export async function openCacheDirectory(
  path: string,
): Promise<{ readonly path: string } | { readonly refused: string }> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const real = await realpath(path);
    const refused = whyNotTrusted(real);
    return refused === undefined ? { path: real } : { refused };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads a regular file of at most `maxBytes`, not through a link; undefined when it is anything else. */
export async function readCachedFile(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const file = await open(
    path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    return await file.readFile();
  } finally {
    await file.close();
  }
}
