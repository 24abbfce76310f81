import { hostname } from "node:os";
import { join } from "node:path";
import { type Clock, SpandockError, type Timer } from "../../contract/index.ts";
import type { QueueFiles } from "./queue-files.ts";

export interface DirectoryLockOptions {
  readonly directory: string;
  readonly files: QueueFiles;
  readonly clock: Clock;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the kernel's count; tells a process from a later one with the same pid. */
  readonly startedAt: string | null;
}

const lockName = "lock";
const beatMillis = 5_000;
/** An owner on another machine, or in another container, can't be asked whether it lives: its file tells. */
const silenceMillis = 30_000;

/**
 * Keeps a queue's directory for one agent: the file `lock` names the owner and is touched every 5 s. A lock whose
 * owner has ended, by kill -9 too, is taken over at once on the same host, else when it was not touched for 30 s.
 */
export class DirectoryLock {
  readonly #options: DirectoryLockOptions;
  readonly #path: string;
  #beat: Timer | undefined;
  #isHeld = true;

  private constructor(options: DirectoryLockOptions) {
    this.#options = options;
    this.#path = join(options.directory, lockName);
  }

  /** Throws `QUEUE_UNUSABLE` when another agent has the directory. */
  static async take(options: DirectoryLockOptions): Promise<DirectoryLock> {
    const { directory, files } = options;
    const lock = new DirectoryLock(options);
    const owner: Owner = {
      pid: process.pid,
      host: hostname(),
      startedAt: await startOf(files, process.pid),
    };
    const own = join(directory, `${lockName}-${process.pid}-${Math.floor(options.clock.monotonic() * 1e6)}`);
    await files.writeFile(own, JSON.stringify(owner), { mode: 0o600 });
    try {
      // A link is made whole or not at all, and never over another.
      while (!(await lock.#link(own))) await lock.#removeStale(owner);
    } finally {
      await files.rm(own, { force: true });
    }
    lock.#keepAlive();
    return lock;
  }

  async release(): Promise<void> {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#beat?.cancel();
    await this.#options.files.rm(this.#path, { force: true });
  }

  async #link(own: string): Promise<boolean> {
    try {
      await this.#options.files.link(own, this.#path);
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw cause;
    }
  }

  async #removeStale(self: Owner): Promise<void> {
    const { files, directory, clock } = this.#options;
    let text: string;
    let touchedMillis: number;
    try {
      text = await files.readFile(this.#path, "utf8");
      touchedMillis = (await files.stat(this.#path)).mtimeMs;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
      throw cause;
    }
    const owner = parseOwner(text);
    const isSilent = clock.now() - touchedMillis > silenceMillis;
    const isStale =
      owner !== undefined && owner.host === self.host ? !(await isAlive(files, owner)) : isSilent;
    if (!isStale) {
      const who = owner === undefined ? "an unknown owner" : `process ${owner.pid} on ${owner.host}`;
      throw new SpandockError("QUEUE_UNUSABLE", {
        message: `queue ${directory}: expected to have it alone, found the lock of ${who}`,
        fix: `End the other agent, or give each its own sending_queue.storage. If it is gone for sure, remove ${this.#path}.`,
      });
    }
    // Only who moves the file away removes it: of two agents that see a stale lock, one fails here and looks again.
    const aside = `${this.#path}-stale-${self.pid}`;
    try {
      await files.rename(this.#path, aside);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
      return;
    }
    const moved = await files.readFile(aside, "utf8");
    // Another agent was quicker, and this is its new lock: give it back.
    if (moved !== text) await files.link(aside, this.#path).catch(() => {});
    await files.rm(aside, { force: true });
  }

  #keepAlive(): void {
    const { clock, files } = this.#options;
    this.#beat = clock.after(beatMillis, () => {
      const now = new Date(clock.now());
      // Without the touch the lock only looks old to other hosts.
      files.utimes(this.#path, now, now).catch(() => {});
      if (this.#isHeld) this.#keepAlive();
    });
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner>;
    return typeof owner.pid === "number" && typeof owner.host === "string" ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive(files: QueueFiles, { pid, startedAt }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const start = await startOf(files, pid);
  return startedAt === null || start === null || start === startedAt;
}

/** Field 22 of /proc/PID/stat (proc(5)), counted after the name, which may hold spaces; null where there is none. */
async function startOf(files: QueueFiles, pid: number): Promise<string | null> {
  try {
    const stat = await files.readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
