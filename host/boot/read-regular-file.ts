import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/**
 * Reads a regular file of at most `maxBytes`, not through a link; undefined when it is anything else. At once: the
 * steps take longer on their way through a thread pool than they do.
 *
 * @throws what opening or reading it throws, as when there is no such file
 */
export function readRegularFile(path: string, maxBytes: number): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
