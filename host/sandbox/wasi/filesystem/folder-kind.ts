import { CheckedFolder } from "./checked-folder.ts";
import type { FolderKind } from "./folder.ts";
import { hasProcDescriptors, ProcFolder } from "./proc-folder.ts";

/** Linux with `/proc`: no name is looked up twice. */
export const procFolders: FolderKind = {
  open: (handles, path) => ProcFolder.open(handles, path),
  reopen: (handles, handle, flags) => handles.open(`/proc/self/fd/${handle.fd}`, flags),
};

/** Everywhere: names are looked up again, and what is found is compared. */
export const checkedFolders: FolderKind = {
  open: (handles, path) => CheckedFolder.open(handles, path),
};

/** The best that this machine has. */
export function folderKindOfThisMachine(): FolderKind {
  return hasProcDescriptors() ? procFolders : checkedFolders;
}
