import { liftText, release } from "../component/host-memory";
import { getDirectories } from "../imports/filesystem";

const result = memory.data(8, 4);

/** A directory that the config grants, under the path that the plugin knows it by. */
export class GrantedDirectory {
  constructor(
    readonly handle: i32,
    readonly path: string,
  ) {}
}

let directories: GrantedDirectory[] | null = null;

/** The directories of `permissions.directories`. Asked for once. */
export function grantedDirectories(): GrantedDirectory[] {
  const known = directories;
  if (known !== null) return known;
  getDirectories(result);
  const list = load<usize>(result);
  const count = load<usize>(result, 4);
  const found: GrantedDirectory[] = [];
  for (let i: usize = 0; i < count; i++) {
    const entry = list + i * 12;
    found.push(
      new GrantedDirectory(load<i32>(entry), liftText(load<usize>(entry, 4), load<usize>(entry, 8))),
    );
  }
  release(list, count * 12);
  directories = found;
  return found;
}

/** The granted directory with the longest path that holds `path`; null when none does. */
export function directoryOf(path: string): GrantedDirectory | null {
  let best: GrantedDirectory | null = null;
  const granted = grantedDirectories();
  for (let i = 0; i < granted.length; i++) {
    const directory = granted[i];
    if (!holds(directory.path, path)) continue;
    if (best === null || directory.path.length > best.path.length) best = directory;
  }
  return best;
}

/** The path inside a granted directory that holds it. */
export function pathInside(directory: GrantedDirectory, path: string): string {
  if (directory.path == ".") return path.startsWith("./") ? path.substring(2) : path;
  let from = directory.path.length;
  while (from < path.length && path.charAt(from) == "/") from++;
  return from == path.length ? "." : path.substring(from);
}

function holds(directory: string, path: string): bool {
  if (directory == ".") return !path.startsWith("/");
  if (!path.startsWith(directory)) return false;
  return directory.endsWith("/") || path.length == directory.length || path.charAt(directory.length) == "/";
}
