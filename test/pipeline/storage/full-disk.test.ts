import { stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../host/contract/index.ts";
import { DirectoryLock } from "../../../host/pipeline/storage/directory-lock.ts";
import { systemFiles } from "../../../host/pipeline/storage/index.ts";
import { FaultyFiles } from "./faulty-files.ts";
import { reopen, segmentsIn, storeIn, temporaryDirectories, textBatch } from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();

describe("a queue on a full disk", () => {
  it("makes room by itself once what it holds is sent", async () => {
    const directory = await makeDirectory();
    const disk = new FaultyFiles();
    const { store } = storeIn(directory, { files: disk.files });
    await store.open();
    const sequence = await store.append(textBatch("sent before the disk was full"));
    const [segment] = await segmentsIn(directory);
    disk.freeBytes = 10;
    await expect(store.append(textBatch("too much"))).rejects.toThrow("ENOSPC");
    store.acknowledge(sequence);
    await expect.poll(() => segmentsIn(directory)).not.toContain(segment);
  });

  it("collects no empty files while senders try again", async () => {
    const directory = await makeDirectory();
    const disk = new FaultyFiles();
    const { store } = storeIn(directory, { files: disk.files });
    await store.open();
    await store.append(textBatch("kept"));
    disk.freeBytes = 0;
    for (let n = 0; n < 20; n += 1) await expect(store.append(textBatch("no"))).rejects.toThrow("ENOSPC");
    expect((await segmentsIn(directory)).length).toBeLessThanOrEqual(2);
    disk.freeBytes = 1_000;
    await store.append(textBatch("taken again"));
    await store.close();
    expect((await reopen(directory)).texts).toEqual(["kept", "taken again"]);
  });

  it("can be opened: the lock does without its owner's name", async () => {
    const directory = await makeDirectory();
    const files = {
      ...systemFiles,
      writeFile: (async (path: string) => {
        await writeFile(path, "");
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      }) as typeof systemFiles.writeFile,
    };
    const lock = await DirectoryLock.take({ directory, files, clock: systemClock });
    expect((await stat(join(directory, "lock"))).size).toBe(0);
    await expect(
      DirectoryLock.take({ directory, files: systemFiles, clock: systemClock }),
    ).rejects.toMatchObject({ code: "QUEUE_UNUSABLE", message: expect.not.stringContaining(hostname()) });
    await lock.release();
  });
});
