import { failure } from "./error-code.ts";

/** A path of the guest's, taken apart. `.` and empty names are dropped, `..` is not. */
export interface GuestPath {
  readonly names: readonly string[];
  /** It ends in a separator or in `.`: what it leads to has to be a directory. */
  readonly mustBeDirectory: boolean;
  readonly isAbsolute: boolean;
}

/** As on Linux. */
const maxPathBytes = 4096;

/** @throws WasiFailure when no file of any system can have this path. */
export function parseGuestPath(path: string): GuestPath {
  if (path === "") throw failure("no-entry");
  if (path.includes("\0")) throw failure("invalid");
  if (path.length > maxPathBytes || Buffer.byteLength(path) > maxPathBytes) throw failure("name-too-long");
  const parts = path.split("/");
  return {
    names: parts.filter((part) => part !== "" && part !== "."),
    mustBeDirectory: ["", ".", ".."].includes(parts.at(-1)!),
    isAbsolute: path.startsWith("/"),
  };
}

/** What an absolute or relative path names as the guest sees it, with `.` and `..` worked off by the text alone. */
export function absoluteGuestPath(base: string, path: string): string {
  const names: string[] = [];
  for (const name of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}
