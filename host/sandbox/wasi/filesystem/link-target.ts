import { absoluteGuestPath, parseGuestPath } from "./guest-path.ts";

/**
 * Whether a link with this text would lead out of the granted directory. The guest itself can't follow it there; but
 * other programs of the host read the directory too, and they would.
 *
 * @param root the granted directory, and `linkPath` the new link, both as the guest sees them.
 */
export function leadsOut(root: string, linkPath: string, target: string): boolean {
  const { names, isAbsolute } = parseGuestPath(target);
  if (isAbsolute) return true;
  let depth = depthOf(linkPath) - 1 - depthOf(root);
  for (const name of names) {
    depth += name === ".." ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}

function depthOf(path: string): number {
  return absoluteGuestPath("/", path).split("/").filter(Boolean).length;
}
