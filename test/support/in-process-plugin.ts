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
  return openDescriptors((path) => path.startsWith(`${folder}/`)).map((fd) => linkOf(fd) ?? "");
}

/**
 * Puts /dev/full in the place of an open file of this process, under the same numbers: writing fails with ENOSPC, and
 * syncing with EINVAL. Gives back a function that puts the file back, at its end. Linux only.
 */
export function breakOpenFile(path: string): () => void {
  // A file and the stream at its end are two.
  const descriptors = openDescriptors((opened) => opened === path);
  if (descriptors.length === 0) throw new Error(`${path} is not open`);
  for (const descriptor of descriptors) replace(descriptor, "/dev/full", "a");
  return () => {
    // What the guest has given up since is not its own any more.
    for (const descriptor of openDescriptors((opened) => opened === "/dev/full")) {
      if (descriptors.includes(descriptor)) replace(descriptor, path, "a");
    }
  };
}

function openDescriptors(matches: (path: string) => boolean): number[] {
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => matches(linkOf(fd) ?? ""));
}

function replace(descriptor: number, path: string, flags: string): void {
  closeSync(descriptor);
  // The lowest free number is the one that comes; others may be free below it.
  const opened = [openSync(path, flags)];
  while (opened.at(-1)! < descriptor) opened.push(openSync(path, flags));
  const last = opened.pop();
  for (const fd of opened) closeSync(fd);
  if (last !== descriptor) throw new Error(`descriptor ${descriptor} was taken by another thread`);
}

function linkOf(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}
