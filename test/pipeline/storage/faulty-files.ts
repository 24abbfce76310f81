import type { FileHandle } from "node:fs/promises";
import { type QueueFiles, systemFiles } from "../../../host/pipeline/storage/index.ts";

/** The real file system with a disk that fills up and faults that are switched on. */
export class FaultyFiles {
  /** Bytes that can still be written; a write beyond is done in part, as a full disk does it. */
  freeBytes = Number.POSITIVE_INFINITY;
  failSync = false;
  /** A sync waits for it. */
  syncGate: Promise<void> = Promise.resolve();
  failTruncate = false;
  syncs = 0;
  writes = 0;

  readonly files: QueueFiles = {
    ...systemFiles,
    open: (async (...args: Parameters<QueueFiles["open"]>) =>
      this.#wrap(await systemFiles.open(...args))) as QueueFiles["open"],
  };

  #wrap(handle: FileHandle): FileHandle {
    const overrides: Partial<Record<keyof FileHandle, unknown>> = {
      writev: async (buffers: Uint8Array[], position: number) => {
        this.writes += 1;
        const all = Buffer.concat(buffers);
        const fits = Math.min(all.length, this.freeBytes);
        if (fits > 0) await handle.write(all, 0, fits, position);
        this.freeBytes -= fits;
        if (fits < all.length) throw Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
        return { bytesWritten: fits };
      },
      datasync: async () => {
        this.syncs += 1;
        await this.syncGate;
        if (this.failSync) throw new Error("EIO: i/o error, fdatasync");
        await handle.datasync();
      },
      truncate: async (length: number) => {
        if (this.failTruncate) throw new Error("EIO: i/o error, ftruncate");
        await handle.truncate(length);
      },
    };
    return new Proxy(handle, {
      get: (target, key) => {
        const own = overrides[key as keyof FileHandle];
        if (own !== undefined) return own;
        const value = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
}
