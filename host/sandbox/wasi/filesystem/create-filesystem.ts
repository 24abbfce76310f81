import { randomBytes } from "node:crypto";
import { type Clock, type DirectoryGrant, SpandockError } from "../../../contract/index.ts";
import type { OnDenied } from "../denied-use.ts";
import type { IoError } from "../io/io-error.ts";
import { Descriptor } from "./descriptor.ts";
import { DirectoryEntryStream } from "./directory-entry-stream.ts";
import { type ErrorCode, errorCodeOf } from "./error-code.ts";
import type { FolderKind } from "./folder.ts";
import { FolderDescriptor } from "./folder-descriptor.ts";
import { GrantedTree } from "./granted-tree.ts";
import { HostHandles } from "./host-handle.ts";
import { UngrantedRoot } from "./ungranted-root.ts";

export interface CreateFilesystemOptions {
  readonly grants: readonly DirectoryGrant[];
  readonly kind: FolderKind;
  readonly onDenied: OnDenied;
  readonly clock: Clock;
}

/**
 * `wasi:filesystem` over the granted directories, by blocking calls in this thread.
 *
 * @throws SpandockError CONFIG_INVALID when a granted directory can't be opened.
 */
export function createFilesystem({ grants, kind, onDenied, clock }: CreateFilesystemOptions) {
  const handles = new HostHandles(onDenied);
  const salt = randomBytes(16);
  const trees: GrantedTree[] = [];
  try {
    for (const grant of grants) trees.push(openTree({ grant, kind, handles, onDenied, clock, salt }));
  } catch (error) {
    handles.dispose();
    throw error;
  }
  // Guests take the first or the longest that fits; in this order both are the same.
  trees.sort((a, b) => b.guestPath.length - a.guestPath.length);
  const hasRoot = trees.some(({ guestPath }) => guestPath === "/");

  const getDirectories = (): [Descriptor, string][] => {
    const granted = trees.map((tree): [Descriptor, string] => [
      new FolderDescriptor(tree, tree.root.retain(), tree.guestPath),
      tree.guestPath,
    ]);
    return hasRoot ? granted : [...granted, [new UngrantedRoot(onDenied), "/"]];
  };
  const filesystemErrorCode = (error: IoError): ErrorCode | undefined => error.details.filesystem;

  return {
    imports: {
      "wasi:filesystem/preopens": { getDirectories },
      "wasi:filesystem/types": { Descriptor, DirectoryEntryStream, filesystemErrorCode },
    },
    /** Descriptors and directory streams that are open, the granted directories among them. */
    openCount: () => handles.count,
    dispose: () => handles.dispose(),
  };
}

function openTree(options: ConstructorParameters<typeof GrantedTree>[0]): GrantedTree {
  const { guestPath, hostPath } = options.grant;
  try {
    return new GrantedTree(options);
  } catch (cause) {
    const code = errorCodeOf(cause);
    if (code === undefined) throw cause;
    const found = code === "unsupported" ? "a file system of the kernel's own, which no plugin gets" : code;
    throw new SpandockError("CONFIG_INVALID", {
      message: `permissions.directories: ${guestPath}: expected ${hostPath} to be a directory that can be opened, found: ${found}`,
      fix: `Create the directory ${hostPath}, or let this user open it, or grant another one.`,
      cause,
    });
  }
}
