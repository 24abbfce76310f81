import { getDirectories } from "wasi:filesystem/preopens@0.2.12";
import type { Descriptor } from "wasi:filesystem/types@0.2.12";

interface Granted {
  readonly directory: Descriptor;
  readonly path: string;
}

/** The directories of `permissions.directories`, under the paths that the plugin knows them by. Asked for once. */
let directories: readonly Granted[] | undefined;

/** The granted directory with the longest path that holds `path`, and the path inside it; or why there is none. */
export function findDirectory(
  path: string,
): { readonly directory: Descriptor; readonly inside: string } | { readonly hint: string } {
  directories ??= getDirectories().map(([directory, path]) => ({ directory, path }));
  const holding = directories.filter((granted) => holds(granted.path, path));
  const [best] = holding.sort((a, b) => b.path.length - a.path.length);
  if (best === undefined) return { hint: hintFor(path, directories) };
  return { directory: best.directory, inside: path.slice(best.path.length).replace(/^\/+/, "") || "." };
}

function holds(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

function hintFor(path: string, granted: readonly Granted[]): string {
  if (granted.length === 0) return "the config grants no directory";
  if (!path.startsWith("/")) return "expected an absolute path";
  return `the config grants only ${granted.map(({ path }) => path).join(", ")}`;
}
