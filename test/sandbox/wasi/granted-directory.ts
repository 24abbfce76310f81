import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../host/contract/index.ts";
import type { DeniedUse } from "../../../host/sandbox/wasi/denied-use.ts";
import { createFilesystem } from "../../../host/sandbox/wasi/filesystem/create-filesystem.ts";
import type { Descriptor } from "../../../host/sandbox/wasi/filesystem/descriptor.ts";
import type { FolderKind } from "../../../host/sandbox/wasi/filesystem/folder.ts";
import {
  checkedFolders,
  folderKindOfThisMachine,
  procFolders,
} from "../../../host/sandbox/wasi/filesystem/folder-kind.ts";

/** Every way to hold folders that works on this machine. */
export const folderKinds: readonly (readonly [string, FolderKind])[] = [
  ["checked by device and inode", checkedFolders],
  ...(folderKindOfThisMachine() === procFolders ? [["through /proc/self/fd", procFolders] as const] : []),
];

/** A directory granted as `/data`, beside one that is not, in which `secret` must stay as it is. */
export class GrantedDirectory {
  readonly #place = mkdtempSync(join(tmpdir(), "spandock-wasi-"));
  readonly host = join(this.#place, "granted");
  readonly outside = join(this.#place, "outside");
  readonly denied: DeniedUse[] = [];
  readonly filesystem: ReturnType<typeof createFilesystem>;
  readonly root: Descriptor;

  constructor(kind: FolderKind, access: "read" | "write" = "write") {
    mkdirSync(join(this.host, "sub"), { recursive: true });
    mkdirSync(this.outside);
    writeFileSync(join(this.outside, "secret"), "secret");
    this.filesystem = createFilesystem({
      grants: [{ guestPath: "/data", hostPath: this.host, access }],
      kind,
      onDenied: (use) => this.denied.push(use),
      clock: systemClock,
    });
    this.root = this.directory("/data");
  }

  directory(guestPath: string): Descriptor {
    const all = this.filesystem.imports["wasi:filesystem/preopens"].getDirectories();
    const found = all.find(([, path]) => path === guestPath);
    for (const [descriptor] of all) if (descriptor !== found?.[0]) descriptor[Symbol.dispose]();
    return found![0];
  }

  inside(name: string): string {
    return join(this.host, name);
  }

  /** What lies outside, to be compared with `untouched`. */
  lookOutside(): unknown {
    return readdirSync(this.outside).map((name) => [name, readFileSync(join(this.outside, name), "utf8")]);
  }

  remove(): void {
    this.filesystem.dispose();
    rmSync(this.#place, { recursive: true, force: true });
  }
}

export const untouched = [["secret", "secret"]];
export const follow = { symlinkFollow: true };
export const read = { read: true };
export const write = { write: true };
export const create = { create: true };

/** The code of the failure that a call ends in; "done" when it doesn't. Anything but a failure is thrown on. */
export function codeOf(call: () => unknown): unknown {
  try {
    call();
    return "done";
  } catch (thrown) {
    if (thrown instanceof Error && Object.hasOwn(thrown, "payload")) {
      return (thrown as unknown as { payload: unknown }).payload;
    }
    throw thrown;
  }
}

/** Writes a file as a guest does. */
export function writeText(root: Descriptor, path: string, text: string): void {
  const file = root.openAt(follow, path, { create: true, truncate: true }, write);
  const stream = file.writeViaStream(0n);
  stream.blockingWriteAndFlush(new TextEncoder().encode(text));
  stream[Symbol.dispose]();
  file[Symbol.dispose]();
}

/** Reads a file as a guest does. */
export function readText(root: Descriptor, path: string): string {
  const file = root.openAt(follow, path, {}, read);
  const [bytes] = file.read(1_000_000n, 0n);
  file[Symbol.dispose]();
  return new TextDecoder().decode(bytes);
}
