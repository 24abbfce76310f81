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
      startedAt: (await lookUp(files, process.pid))?.startedAt ?? null,
    };
    const own = join(directory, `${lockName}-${process.pid}-${Math.floor(options.clock.monotonic() * 1e6)}`);
    await writeOwner(files, own, owner);
    try {
      // A link is made whole or not at all, and never over another.
      while (!(await lock.#link(own, lock.#path))) await lock.#removeStale(own, owner);
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

  async #link(own: string, path: string): Promise<boolean> {
    try {
      await this.#options.files.link(own, path);
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw cause;
    }
  }

  /** Of several agents that find a stale lock, one at a time judges and removes it: who comes late sees a new one. */
  async #removeStale(own: string, self: Owner): Promise<void> {
    const { files, directory } = this.#options;
    const guard = `${this.#path}-takeover`;
    if (!(await this.#link(own, guard))) {
      // An agent that ended just here has left it.
      if ((await this.#look(guard, self))?.isStale) await files.rm(guard, { force: true });
      return;
    }
    try {
      const found = await this.#look(this.#path, self);
      if (found === undefined) return;
      const { owner, isStale } = found;
      if (!isStale) {
        const who = owner === undefined ? "an unknown owner" : `process ${owner.pid} on ${owner.host}`;
        throw new SpandockError("QUEUE_UNUSABLE", {
          message: `queue ${directory}: expected to have it alone, found the lock of ${who}`,
          fix: `End the other agent, or give each its own sending_queue.storage. If it is gone for sure, remove ${this.#path}.`,
        });
      }
      await files.rm(this.#path, { force: true });
    } finally {
      await files.rm(guard, { force: true });
    }
  }

  /** Undefined when there is no such lock. */
  async #look(path: string, self: Owner) {
    const { files, clock } = this.#options;
    try {
      const owner = parseOwner(await files.readFile(path, "utf8"));
      const isSilent = clock.now() - (await files.stat(path)).mtimeMs > silenceMillis;
      const isNear = owner !== undefined && owner.host === self.host;
      return { owner, isStale: isNear ? !(await isAlive(files, owner)) : isSilent };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw cause;
    }
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

/**
 * A full disk has no room for the owner's name. The lock is as good without it, but who finds it can only wait for its
 * silence; and an agent has to start then, for what it delivers makes room.
 */
async function writeOwner(files: QueueFiles, path: string, owner: Owner): Promise<void> {
  try {
    await files.writeFile(path, JSON.stringify(owner), { mode: 0o600 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "ENOSPC" && code !== "EDQUOT") throw cause;
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
  const found = await lookUp(files, pid);
  if (found === undefined) return true;
  // Killed, but its parent has not asked for its exit code yet.
  const hasEnded = found.state === "Z" || found.state === "X";
  return !hasEnded && (startedAt === null || found.startedAt === startedAt);
}

/** Fields 3 and 22 of /proc/PID/stat (proc(5)), counted after the name, which may hold spaces; undefined where there is none. */
async function lookUp(files: QueueFiles, pid: number) {
  try {
    const stat = await files.readFile(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], startedAt: fields[19] ?? null };
  } catch {
    return undefined;
  }
}
