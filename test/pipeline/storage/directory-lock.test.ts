import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../../host/contract/index.ts";
import { DirectoryLock } from "../../../host/pipeline/storage/directory-lock.ts";
import { systemFiles } from "../../../host/pipeline/storage/index.ts";
import { temporaryDirectories } from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();
const take = (directory: string) => DirectoryLock.take({ directory, files: systemFiles, clock: systemClock });

/** The pid of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

async function writeLock(directory: string, owner: unknown, ageMillis = 0): Promise<void> {
  const path = join(directory, "lock");
  await writeFile(path, typeof owner === "string" ? owner : JSON.stringify(owner));
  const touched = new Date(Date.now() - ageMillis);
  await utimes(path, touched, touched);
}

describe("the lock of a queue's directory", () => {
  it("is held by one at a time and names its owner to others", async () => {
    const directory = await makeDirectory();
    const lock = await take(directory);
    await expect(take(directory)).rejects.toMatchObject({
      code: "QUEUE_UNUSABLE",
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
    });
    await lock.release();
    await (await take(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it("goes to one of many that ask at the same time", async () => {
    const directory = await makeDirectory();
    await writeLock(directory, { pid: endedPid(), host: hostname(), startedAt: "1" });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => take(directory)));
    const locks = results.filter((result) => result.status === "fulfilled");
    expect(locks).toHaveLength(1);
    await locks[0]!.value.release();
  });

  it("is taken over at once from a process that has ended", async () => {
    const directory = await makeDirectory();
    await writeLock(directory, { pid: endedPid(), host: hostname(), startedAt: "1" });
    const lock = await take(directory);
    expect(await readFile(join(directory, "lock"), "utf8")).toContain(`"pid":${process.pid}`);
    await lock.release();
  });

  it.skipIf(process.platform !== "linux")(
    "is taken over from a process whose pid is another's now",
    async () => {
      const directory = await makeDirectory();
      await writeLock(directory, { pid: process.pid, host: hostname(), startedAt: "1" });
      await (await take(directory)).release();
    },
  );

  it.skipIf(process.platform !== "linux")(
    "is taken over from a process that was killed and has a parent that does not look after it",
    async () => {
      const directory = await makeDirectory();
      const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      onTestFinished(() => void parent.kill());
      const [pid] = await once(parent.stdout, "data");
      // Until then it is a shell, which looks after its children.
      const program = async () => await readFile(`/proc/${parent.pid}/comm`, "utf8");
      await expect.poll(program).toBe("sleep\n");
      process.kill(Number(pid), "SIGKILL");
      const state = async () => (await readFile(`/proc/${Number(pid)}/stat`, "utf8")).split(" ")[2];
      await expect.poll(state).toBe("Z");
      await writeLock(directory, { pid: Number(pid), host: hostname(), startedAt: null });
      await (await take(directory)).release();
    },
  );

  it("is taken over when an agent ended in the midst of taking it over", async () => {
    const directory = await makeDirectory();
    const ended = { pid: endedPid(), host: hostname(), startedAt: "1" };
    await writeLock(directory, ended);
    await writeFile(join(directory, "lock-takeover"), JSON.stringify(ended));
    await (await take(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it("is taken over from another host only when its owner has been silent", async () => {
    const directory = await makeDirectory();
    const owner = { pid: 1, host: "another-host", startedAt: "1" };
    await writeLock(directory, owner, 20_000);
    await expect(take(directory)).rejects.toThrow("process 1 on another-host");
    await writeLock(directory, owner, 40_000);
    await (await take(directory)).release();
  });

  it("is respected when its text can't be read, as long as it is fresh", async () => {
    const directory = await makeDirectory();
    await writeLock(directory, "{");
    await expect(take(directory)).rejects.toThrow("an unknown owner");
    await writeLock(directory, "{", 40_000);
    await (await take(directory)).release();
  });
});
