import { readlinkSync } from "node:fs";
import { failure, withErrorCodes } from "./error-code.ts";
import type { Folder } from "./folder.ts";
import { type GuestPath, parseGuestPath } from "./guest-path.ts";
import type { Place } from "./place.ts";

export interface WalkOptions<T> {
  /** The granted directory, or one in it: the walk does not go above it. */
  readonly base: Folder;
  readonly path: string;
  /** Whether a link that is the last name is followed. Links before it always are. */
  readonly follow: boolean;
  /** The path leads out of `base`: by itself, or through this link. Has to throw. */
  readonly onEscape: (link?: string) => never;
  readonly use: (place: Place) => T;
}

/** As on Linux. */
const maxLinks = 40;
/** Directories that one walk holds open, each of which is a descriptor. */
const maxDepth = 128;

/**
 * Goes along a path name by name and follows links by reading them, so that no link is ever followed by the system,
 * and `..` goes back to the folder that the walk came from. Nothing above `base` can be reached.
 *
 * @throws WasiFailure
 */
export function walk<T>({ base, path, follow, onEscape, use }: WalkOptions<T>): T {
  const { names, mustBeDirectory, isAbsolute } = parseGuestPath(path);
  if (isAbsolute) onEscape();
  const folders = [base];
  const ahead = [...names];
  let needsDirectory = mustBeDirectory;
  let links = 0;
  let link: string | undefined;
  try {
    for (;;) {
      const here = folders.at(-1)!;
      const name = ahead.shift();
      if (name === undefined) return use({ kind: "here", folder: here });
      if (name === "..") {
        if (folders.length === 1) onEscape(link);
        folders.pop()!.close();
        continue;
      }
      const isLast = ahead.length === 0;
      const entry = here.look(name);
      if (entry === undefined) {
        if (!isLast) throw failure("no-entry");
        return use({ kind: "missing", parent: here, name, mustBeDirectory: needsDirectory });
      }
      try {
        if (entry.type === "symbolic-link" && (!isLast || follow || needsDirectory)) {
          links += 1;
          if (links > maxLinks) throw failure("loop");
          link = name;
          const target = readLink(here, name);
          if (target.isAbsolute) onEscape(link);
          if (isLast) needsDirectory ||= target.mustBeDirectory;
          ahead.unshift(...target.names);
        } else if (isLast) {
          if (needsDirectory && entry.type !== "directory") throw failure("not-directory");
          return use({ kind: "entry", parent: here, name, entry });
        } else {
          if (entry.type !== "directory") throw failure("not-directory");
          if (folders.length > maxDepth) throw failure("name-too-long");
          folders.push(entry.toFolder());
        }
      } finally {
        entry.close();
      }
    }
  } finally {
    for (const folder of folders.slice(1)) folder.close();
  }
}

/** Reads a link that lies in a folder. Fails with `invalid` when something else has taken its place. */
export function readLinkText(folder: Folder, name: string): string {
  const bytes = withErrorCodes(() => readlinkSync(folder.entryPath(name), { encoding: "buffer" }));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw failure("illegal-byte-sequence");
  }
}

function readLink(folder: Folder, name: string): GuestPath {
  return parseGuestPath(readLinkText(folder, name));
}
