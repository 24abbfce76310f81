import { parseGuestPath } from "./guest-path.ts";

/**
 * Whether a link with this text leads to nothing but what lies beside it or below. The guest itself can't follow a link
 * out of its directory; but other programs of the host read the directory too, and they would. `..` is therefore never
 * taken, however deep the link would lie: it can be moved up later, and a name before the `..` may be a link itself.
 */
export function leadsDown(target: string): boolean {
  const { names, isAbsolute } = parseGuestPath(target);
  return !isAbsolute && !names.includes("..");
}
