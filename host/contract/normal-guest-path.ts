import { posix } from "node:path";

/** Makes a guest path normal: `/out/` and `//out` are `/out`; undefined when it is not absolute. */
export function normalGuestPath(path: string): string | undefined {
  if (!path.startsWith("/") || path.includes("\0")) return undefined;
  return posix
    .normalize(path)
    .replace(/^\/+/, "/")
    .replace(/(?<=.)\/$/, "");
}
