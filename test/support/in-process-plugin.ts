import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { defaultLimits, systemClock } from "../../host/contract/index.ts";
import {
  type CompiledComponent,
  compileComponent,
  createWasi,
  type Guest,
  instantiatePlugin,
} from "../../host/sandbox/index.ts";
import { recordingLogger } from "../plugins/open-plugin.ts";

/** Compiles a plugin once, for many instances. `memoryBytes` is what each may take. */
export function compileInProcess(
  wasm: string,
  memoryBytes = defaultLimits.memoryBytes,
): Promise<CompiledComponent> {
  const logger = recordingLogger([]);
  return compileComponent({
    name: "guest",
    bytes: readFileSync(wasm),
    memoryBytes,
    logger,
    clock: systemClock,
  });
}

/**
 * A plugin in this thread over the real file system, with `folder` granted as /out: for what needs a hand on the
 * process it runs in.
 */
export async function startInProcess(compiled: CompiledComponent, folder: string): Promise<Guest> {
  const wasi = createWasi({
    permissions: {
      directories: [{ guestPath: "/out", hostPath: folder, access: "write" }],
      http: [],
      env: {},
    },
    onLine: () => {},
    onDenied: () => {},
  });
  return await instantiatePlugin({ name: "guest", compiled, wasi: () => wasi.imports, log: () => {} });
}

/** The files in a folder that this process has open. Linux only. */
export function openFilesIn(folder: string): string[] {
  return readdirSync("/proc/self/fd")
    .map((fd) => linkOf(Number(fd)) ?? "")
    .filter((path) => path.startsWith(`${folder}/`));
}

/**
 * Puts /dev/full in the place of an open file of this process, under the same number: writing fails with ENOSPC, and
 * syncing with EINVAL. Gives back a function that puts the file back, at its end. Linux only.
 */
export function breakOpenFile(path: string): () => void {
  const descriptor = readdirSync("/proc/self/fd")
    .map(Number)
    .find((fd) => linkOf(fd) === path);
  if (descriptor === undefined) throw new Error(`${path} is not open`);
  replace(descriptor, "/dev/full", "a");
  return () => replace(descriptor, path, "a");
}

function replace(descriptor: number, path: string, flags: string): void {
  closeSync(descriptor);
  const others: number[] = [];
  // The lowest free number is the one that comes; others may be free below it.
  for (let fd = openSync(path, flags); fd !== descriptor; fd = openSync(path, flags)) {
    others.push(fd);
    if (fd > descriptor) throw new Error(`descriptor ${descriptor} was taken by another thread`);
  }
  for (const fd of others) closeSync(fd);
}

function linkOf(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}
