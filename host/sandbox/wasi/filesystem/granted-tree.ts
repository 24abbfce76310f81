import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import type { Clock, DirectoryGrant } from "../../../contract/index.ts";
import { type OnDenied, printable } from "../denied-use.ts";
import { failure } from "./error-code.ts";
import type { Folder, FolderKind } from "./folder.ts";
import { absoluteGuestPath } from "./guest-path.ts";
import type { HostHandles } from "./host-handle.ts";
import type { MetadataHashValue } from "./types.ts";

export interface GrantedTreeOptions {
  readonly grant: DirectoryGrant;
  readonly kind: FolderKind;
  readonly handles: HostHandles;
  readonly onDenied: OnDenied;
  readonly clock: Clock;
  /** Secret bytes, so that hashes tell nothing of the host's inode numbers. */
  readonly salt: Uint8Array;
}

/** One granted directory: what all descriptors below it have in common. */
export class GrantedTree {
  readonly guestPath: string;
  readonly writable: boolean;
  readonly kind: FolderKind;
  readonly handles: HostHandles;
  readonly clock: Clock;
  readonly root: Folder;
  readonly #options: GrantedTreeOptions;

  /** @throws WasiFailure when the host directory can't be opened. */
  constructor(options: GrantedTreeOptions) {
    this.#options = options;
    this.guestPath = options.grant.guestPath;
    this.writable = options.grant.access === "write";
    this.kind = options.kind;
    this.handles = options.handles;
    this.clock = options.clock;
    this.root = options.kind.open(options.handles, options.grant.hostPath);
  }

  /** @throws WasiFailure `read-only`, and tells the operator, when the grant is to read only. */
  requireWrite(asked: string, guestPath: string): void {
    if (this.writable) return;
    const { grant, onDenied } = this.#options;
    const line = `{ ${grant.guestPath}: { path: ${grant.hostPath}, access: write } }`;
    onDenied({ asked: `${asked} ${printable(guestPath)}`, grant: `permissions.directories: ${line}` });
    throw failure("read-only");
  }

  /** Tells the operator of a path that leads out of this tree. @throws WasiFailure `not-permitted` */
  refuseEscape(asked: string, base: string, path: string, link?: string): never {
    if (link !== undefined) {
      const shown = printable(absoluteGuestPath(base, path));
      this.#options.onDenied({
        asked: `${asked} ${shown} through the link ${printable(link)}, which leads out of ${this.guestPath}`,
      });
    } else {
      reportUngranted(this.#options.onDenied, asked, absoluteGuestPath(base, path), "read");
    }
    throw failure("not-permitted");
  }

  /** Tells the operator of a use that no grant allows. @throws WasiFailure `not-permitted` */
  refuse(asked: string): never {
    this.#options.onDenied({ asked });
    throw failure("not-permitted");
  }

  metadataHash({ dev, ino }: BigIntStats): MetadataHashValue {
    const hash = createHash("sha256").update(this.#options.salt).update(`${dev}:${ino}`).digest();
    return { lower: hash.readBigUInt64LE(0), upper: hash.readBigUInt64LE(8) };
  }
}

/** Tells the operator which directory to grant for a path that lies in none. */
export function reportUngranted(
  onDenied: OnDenied,
  asked: string,
  guestPath: string,
  access: "read" | "write",
): void {
  const directory = guestPath.slice(0, guestPath.lastIndexOf("/")) || "/";
  onDenied({
    asked: `${asked} ${printable(guestPath)}`,
    grant: `permissions.directories: { ${printable(directory)}: { path: …, access: ${access} } }`,
  });
}
