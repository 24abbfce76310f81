import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWasi } from "../../host/sandbox/index.ts";
import type { Comparison } from "../comparison.ts";

const totalBytes = 128 * 1024 ** 2;

/** The part of `wasi:filesystem` that is used here, in the shapes that compiled components see. */
interface Filesystem {
  getDirectories(): [GuestDescriptor, string][];
}
interface GuestDescriptor {
  openAt(pathFlags: object, path: string, openFlags: object, flags: object): GuestDescriptor;
  appendViaStream(): { blockingWriteAndFlush(bytes: Uint8Array): void; write(bytes: Uint8Array): void };
}

function fileWrites(chunkBytes: number, write: "blockingWriteAndFlush" | "write"): Comparison {
  return {
    kind: "comparison",
    name: `file writes of ${chunkBytes} bytes`,
    what: "appending to a file through the guest's wasi:filesystem, against fs.writeSync of the same chunks",
    unit: "MiB per CPU second",
    mark: { atLeast: 1 / 1.5 },
    async prepare() {
      const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
      const wasi = createWasi({
        permissions: {
          directories: [{ guestPath: "/out", hostPath: folder, access: "write" }],
          http: [],
          env: {},
        },
        onLine() {},
        onDenied() {},
      });
      const { getDirectories } = wasi.imports["wasi:filesystem/preopens"] as Filesystem;
      const [directory] = getDirectories().find(([, path]) => path === "/out")!;
      const stream = directory.openAt({}, "guest", { create: true }, { write: true }).appendViaStream();
      const plain = openSync(join(folder, "plain"), "a");
      const chunk = new Uint8Array(chunkBytes).fill(0x61);
      const throughput = (file: string, writeOne: () => void): number => {
        const before = process.cpuUsage();
        for (let written = 0; written < totalBytes; written += chunkBytes) writeOne();
        const { user, system } = process.cpuUsage(before);
        truncateSync(join(folder, file));
        return totalBytes / 1024 ** 2 / ((user + system) / 1e6);
      };
      return {
        subject: async () => throughput("guest", () => stream[write](chunk)),
        baseline: async () => throughput("plain", () => writeSync(plain, chunk)),
        async dispose() {
          wasi.dispose();
          closeSync(plain);
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  };
}

/** `blocking-write-and-flush` takes 4 KiB at the most; larger pieces are written as the SDK does it. */
export const smallFileWrites = fileWrites(400, "blockingWriteAndFlush");
export const largeFileWrites = fileWrites(64 * 1024, "write");
