import { constants, ftruncateSync } from "node:fs";
import { printable } from "../denied-use.ts";
import { errorCodeOf, failure, withErrorCodes } from "./error-code.ts";
import type { Entry, Folder } from "./folder.ts";
import type { GrantedTree } from "./granted-tree.ts";
import type { HostHandle } from "./host-handle.ts";
import type { Place } from "./place.ts";
import type { DescriptorFlags, OpenFlags, PathFlags } from "./types.ts";
import { walk } from "./walk.ts";

export interface OpenAtOptions {
  readonly tree: GrantedTree;
  readonly base: Folder;
  readonly path: string;
  /** As the guest sees it, for messages. */
  readonly guestPath: string;
  readonly pathFlags: PathFlags;
  readonly openFlags: OpenFlags;
  readonly flags: DescriptorFlags;
  readonly onEscape: (link?: string) => never;
}

/** What was opened; both belong to the caller. */
export type Opened =
  | { readonly kind: "file"; readonly handle: HostHandle }
  | { readonly kind: "folder"; readonly folder: Folder };

/** How often a file that appears or vanishes between looking and opening is looked at again. */
const maxTries = 16;

/**
 * Opens or makes a regular file, or opens a directory. Nothing else is ever opened: opening a device has effects, and
 * opening a fifo waits.
 *
 * @throws WasiFailure
 */
export function openAt(options: OpenAtOptions): Opened {
  const { tree, base, path, guestPath, pathFlags, openFlags, flags, onEscape } = options;
  if (openFlags.create && openFlags.directory) throw failure("invalid");
  if (flags.write || openFlags.truncate) tree.requireWrite("open to write", guestPath);
  const isExclusive = openFlags.create === true && openFlags.exclusive === true;
  const follow = pathFlags.symlinkFollow === true && !isExclusive;
  const use = (place: Place): Opened | undefined => {
    if (place.kind === "missing") return create(options, place);
    if (isExclusive) throw failure("exist");
    if (place.kind === "here") return openFolder(options, place.folder.retain());
    if (place.entry.type === "directory") return openFolder(options, place.entry.toFolder());
    if (openFlags.directory) throw failure("not-directory");
    return { kind: "file", handle: openFile(options, place.entry) };
  };
  for (let tries = 0; tries < maxTries; tries += 1) {
    const opened = walk({ base, path, follow, onEscape, use });
    if (opened !== undefined) return opened;
  }
  throw failure("busy");
}

function openFolder({ openFlags, flags }: OpenAtOptions, folder: Folder): Opened {
  if (!flags.write && !openFlags.truncate) return { kind: "folder", folder };
  folder.close();
  throw failure("is-directory");
}

function openFile({ tree, guestPath, openFlags, flags }: OpenAtOptions, entry: Entry): HostHandle {
  if (entry.type === "symbolic-link") throw failure("loop");
  if (entry.type !== "regular-file") tree.refuse(`open ${printable(guestPath)}, which is a ${entry.type}`);
  const handle = entry.openFile(systemFlags(openFlags, flags));
  try {
    if (openFlags.truncate) withErrorCodes(() => ftruncateSync(handle.fd));
    return handle;
  } catch (error) {
    handle.close();
    throw error;
  }
}

/** Undefined when something has appeared there meanwhile, which then has to be looked at. */
function create(options: OpenAtOptions, place: Place & { readonly kind: "missing" }): Opened | undefined {
  const { tree, guestPath, openFlags, flags } = options;
  if (!openFlags.create) throw failure("no-entry");
  tree.requireWrite("create", guestPath);
  if (place.mustBeDirectory) throw failure("is-directory");
  try {
    return { kind: "file", handle: place.parent.createFile(place.name, systemFlags(openFlags, flags)) };
  } catch (error) {
    if (errorCodeOf(error) === "exist" && !openFlags.exclusive) return undefined;
    throw error;
  }
}

function systemFlags({ truncate }: OpenFlags, flags: DescriptorFlags): number {
  const writes = flags.write || truncate;
  const access = !writes ? constants.O_RDONLY : flags.read ? constants.O_RDWR : constants.O_WRONLY;
  const sync = flags.fileIntegritySync ? constants.O_SYNC : flags.dataIntegritySync ? constants.O_DSYNC : 0;
  return access | (sync ?? 0);
}
