import { describe, expect, it } from "vitest";
import { settled } from "../fake-clock.ts";
import { FaultyFiles } from "./faulty-files.ts";
import { crashCopy, reopen, segmentsIn, storeIn, temporaryDirectories, textBatch } from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();

describe("a disk that fails", () => {
  it("refuses when it is full, loses nothing, and takes batches again when there is room", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const disk = new FaultyFiles();
    const { store } = storeIn(live, { files: disk.files });
    await store.open();
    await store.append(textBatch("a"));
    disk.freeBytes = 50;
    await expect(store.append(textBatch("x".repeat(100)))).rejects.toThrow("ENOSPC");
    await expect(store.append(textBatch("y".repeat(100)))).rejects.toThrow("ENOSPC");
    disk.freeBytes = Number.POSITIVE_INFINITY;
    await store.append(textBatch("b"));
    await crashCopy(live, copy);
    const { texts, store: reopened } = await reopen(copy);
    expect(texts).toEqual(["a", "b"]);
    expect(reopened.stats().damagedRecords).toBe(0);
  });

  it("keeps acknowledgements that had no room until there is some", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const disk = new FaultyFiles();
    const { store } = storeIn(live, { files: disk.files });
    await store.open();
    const sequence = await store.append(textBatch("a"));
    await store.append(textBatch("b"));
    disk.freeBytes = 0;
    store.acknowledge(sequence);
    await settled();
    disk.freeBytes = Number.POSITIVE_INFINITY;
    await store.append(textBatch("c"));
    await crashCopy(live, copy);
    expect((await reopen(copy)).texts).toEqual(["b", "c"]);
  });

  it("is not written on after a failed fsync: what it has is not known", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const disk = new FaultyFiles();
    const { store } = storeIn(live, { files: disk.files });
    await store.open();
    await store.append(textBatch("a"));
    disk.failSync = true;
    await expect(store.append(textBatch("b"))).rejects.toThrow("fdatasync");
    disk.failSync = false;
    await store.append(textBatch("c"));
    expect(await segmentsIn(live)).toHaveLength(2);
    await crashCopy(live, copy);
    expect((await reopen(copy)).texts).toEqual(["a", "c"]);
  });

  it("goes on in a new file when the rest of a failed write can't be cut off", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const disk = new FaultyFiles();
    const { store } = storeIn(live, { files: disk.files });
    await store.open();
    await store.append(textBatch("a"));
    disk.freeBytes = 45;
    disk.failTruncate = true;
    await expect(store.append(textBatch("x".repeat(100)))).rejects.toThrow("ENOSPC");
    disk.freeBytes = Number.POSITIVE_INFINITY;
    await store.append(textBatch("b"));
    await crashCopy(live, copy);
    expect((await reopen(copy)).texts).toEqual(["a", "b"]);
  });
});
