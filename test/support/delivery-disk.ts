import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Whether this process may mount a file system. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "spandock-mount-"));
  const isMounted = mount(folder, 64);
  if (isMounted) spawnSync("umount", [folder]);
  rmdirSync(folder);
  return isMounted;
}

/** A disk of few bytes at `path`, in memory; it is unmounted after the test. */
export class SmallDisk {
  readonly #path: string;

  constructor(path: string, kibibytes: number) {
    this.#path = path;
    mkdirSync(path, { recursive: true });
    if (!mount(path, kibibytes)) throw new Error(`nothing can be mounted at ${path}`);
    // An agent that ends only after the test still has it open; a lazy unmount waits for it.
    onTestFinished(() => void spawnSync("umount", ["-l", path]));
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#path);
    return bavail * bsize;
  }

  /** Takes all room that is left. */
  fill(): void {
    const { freeBytes } = this;
    if (freeBytes > 0) writeFileSync(join(this.#path, `ballast-${freeBytes}`), Buffer.alloc(freeBytes));
    if (this.freeBytes > 0) this.fill();
  }

  /** Gives a piece of `bytes` of it to files that `relieve` removes. */
  load(bytes: number): void {
    writeFileSync(join(this.#path, "load"), Buffer.alloc(bytes));
  }

  relieve(): void {
    rmSync(join(this.#path, "load"), { force: true });
  }
}

function mount(path: string, kibibytes: number): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", path]).status === 0;
}
