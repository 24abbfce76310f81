import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FaultyFiles } from "./faulty-files.ts";
import {
  crashCopy,
  reopen,
  segmentsIn,
  storeIn,
  temporaryDirectories,
  textBatch,
  textOf,
} from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at < 0 ? bytes.length + at : at]! ^= 0x10;
  await writeFile(file, bytes);
}

describe("a stored queue", () => {
  it("holds after a kill what was appended and not acknowledged, in its order", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const { store } = storeIn(live);
    expect(await store.open()).toEqual([]);
    const sequences = await Promise.all(["a", "b", "c"].map((text) => store.append(textBatch(text, 7))));
    expect(sequences).toEqual([1, 2, 3]);
    store.acknowledge(2);
    await store.append(textBatch("d"));
    await crashCopy(live, copy);
    const { texts, batches } = await reopen(copy);
    expect(texts).toEqual(["a", "c", "d"]);
    expect(batches[0]).toEqual({ sequence: 1, spanCount: 7, byteLength: 1, settled: undefined });
  });

  it("holds batches on shared memory, and hands such batches back", async () => {
    const { store } = storeIn(await makeDirectory());
    await store.open();
    const spans = new Uint8Array(new SharedArrayBuffer(3)).fill(9);
    const batch = await store.read(await store.append({ spans, spanCount: 1 }));
    expect(batch?.spans).toEqual(spans);
    expect(batch?.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("remembers which trace exporters are done with a batch", async () => {
    const directory = await makeDirectory();
    const { store } = storeIn(directory);
    await store.open();
    const sequence = await store.append(textBatch("a"));
    store.settle(sequence, { width: 11, targets: [0, 3, 10] });
    await store.close();
    const { batches } = await reopen(directory);
    expect(batches[0]?.settled).toEqual({ width: 11, targets: [0, 3, 10] });
  });

  it("leaves nothing behind when all is acknowledged", async () => {
    const directory = await makeDirectory();
    const { store } = storeIn(directory);
    await store.open();
    store.acknowledge(await store.append(textBatch("a")));
    await store.close();
    expect(await readdir(directory)).toEqual([]);
  });

  it("gives no sequence twice as long as an older file may speak of it", async () => {
    const directory = await makeDirectory();
    const first = storeIn(directory).store;
    await first.open();
    await first.append(textBatch("a"));
    first.acknowledge(await first.append(textBatch("b")));
    await first.close();
    const { store } = await reopen(directory);
    expect(await store.append(textBatch("c"))).toBe(3);
  });

  it("shares one fsync among appends that come together", async () => {
    const disk = new FaultyFiles();
    const { store } = storeIn(await makeDirectory(), { files: disk.files });
    await store.open();
    await store.append(textBatch("first"));
    const before = disk.syncs;
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.append(textBatch(`${index}`))));
    expect(disk.syncs - before).toBeLessThanOrEqual(2);
  });

  it.each([
    ["never", 0],
    ["interval", 1],
  ] as const)("with fsync %s, a second of appends costs %d fsync", async (fsync, count) => {
    const disk = new FaultyFiles();
    const { store, clock } = storeIn(await makeDirectory(), { files: disk.files, fsync });
    await store.open();
    for (const text of ["a", "b", "c"]) await store.append(textBatch(text));
    await clock.advance(1_000);
    expect(disk.syncs).toBe(count);
    await store.close();
  });
});

describe("damage", () => {
  it("of the last record's end costs that record only, and is cut off", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const { store } = storeIn(live);
    await store.open();
    for (const text of ["a", "b", "c"]) await store.append(textBatch(text));
    await crashCopy(live, copy);
    const [segment] = await segmentsIn(copy);
    await truncate(join(copy, segment!), 2 * 37 + 20);
    const { texts, logger } = await reopen(copy);
    expect(texts).toEqual(["a", "b"]);
    expect(logger.lines.map(({ level }) => level)).toEqual(["warn"]);
    expect((await readFile(join(copy, segment!))).length).toBe(2 * 37);
  });

  it("of one bit costs one record, which is set aside, counted and told once", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const { store } = storeIn(live);
    await store.open();
    for (const text of ["a", "b", "c"]) await store.append(textBatch(text));
    await crashCopy(live, copy);
    const [segment] = await segmentsIn(copy);
    await flip(join(copy, segment!), 37 + 36);
    const first = await reopen(copy);
    expect(first.texts).toEqual(["a", "c"]);
    expect(first.store.stats().damagedRecords).toBe(1);
    expect(first.logger.lines.map(({ level }) => level)).toEqual(["error"]);
    const aside = (await readdir(copy)).find((name) => name.startsWith("damaged-"));
    expect(await readFile(join(copy, aside!))).toHaveLength(37);
    await first.store.close();
    const second = await reopen(copy);
    expect(second.texts).toEqual(["a", "c"]);
    expect(second.store.stats().damagedRecords).toBe(0);
  });

  it("that comes while the agent runs is noticed when the batch is read", async () => {
    const directory = await makeDirectory();
    const { store } = storeIn(directory);
    await store.open();
    const sequence = await store.append(textBatch("abc"));
    const [segment] = await segmentsIn(directory);
    await flip(join(directory, segment!), -1);
    expect(await store.read(sequence)).toBeUndefined();
    expect(store.stats().damagedRecords).toBe(1);
  });

  it("is not what a segment of a later format is", async () => {
    const directory = await makeDirectory();
    await writeFile(join(directory, "0000000001-0011223344556677.v2.segment"), "later");
    await expect(reopen(directory)).rejects.toMatchObject({
      code: "QUEUE_UNUSABLE",
      message: expect.stringContaining("expected queue format 1, found 2"),
    });
  });
});

describe("the files of a stored queue", () => {
  it("go when their batches are acknowledged", async () => {
    const directory = await makeDirectory();
    const { store } = storeIn(directory, { segmentBytes: 100 });
    await store.open();
    for (let index = 0; index < 40; index += 1) store.acknowledge(await store.append(textBatch("abc")));
    await store.append(textBatch("last"));
    await store.close();
    expect(await segmentsIn(directory)).toHaveLength(1);
    expect((await reopen(directory)).texts).toEqual(["last"]);
  });

  it("do not pile up behind a batch that stays, and the batch stays whole", async () => {
    const [live, copy] = [await makeDirectory(), await makeDirectory()];
    const { store } = storeIn(live, { segmentBytes: 500 });
    await store.open();
    const stuck = await store.append(textBatch("stuck"));
    store.settle(stuck, { width: 2, targets: [1] });
    for (let index = 0; index < 300; index += 1) store.acknowledge(await store.append(textBatch("abc")));
    expect(store.stats().fileBytes).toBeLessThan(10 * 600);
    expect(textOf(await store.read(stuck))).toBe("stuck");
    await crashCopy(live, copy);
    const { batches, texts } = await reopen(copy);
    expect(texts.filter((text) => text === "stuck")).toHaveLength(1);
    expect(batches[0]).toMatchObject({ sequence: stuck, settled: { width: 2, targets: [1] } });
    store.acknowledge(stuck);
    await store.close();
    expect(await readdir(live)).toEqual([]);
  });
});
