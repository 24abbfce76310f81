import { lstatSync } from "node:fs";

/**
 * Why a directory is not this user's alone, or undefined when it is: code that a cache holds is run as it stands there.
 *
 * @throws what `lstat` throws, as when there is no such directory
 */
export function whyNotTrusted(path: string): string | undefined {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return `${path} is not a directory`;
  // Windows has neither; there the profile directory's access list does this.
  if (process.getuid === undefined) return undefined;
  const user = process.getuid();
  if (stat.uid !== user) return `${path} belongs to user ${stat.uid}, not to ${user}`;
  const mode = stat.mode & 0o777;
  if ((mode & 0o022) !== 0) return `${path} can be written by others (mode ${mode.toString(8)})`;
  return undefined;
}
