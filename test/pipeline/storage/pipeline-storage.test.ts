import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openQueueDirectory } from "../../../host/pipeline/index.ts";
import { settled } from "../fake-clock.ts";
import { accept, accepted, FakePort, retryable } from "../fake-port.ts";
import { startPipeline } from "../set-up.ts";
import { FaultyFiles } from "./faulty-files.ts";
import { temporaryDirectories, textBatch, textOf } from "./set-up-store.ts";

const makeDirectory = temporaryDirectories();

/** Waits for something that real file operations bring about. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await settled();
}

async function storedTexts(directory: string): Promise<(string | undefined)[]> {
  const [queue] = await openQueueDirectory(directory, { readOnly: true });
  return await Promise.all(
    (queue?.batches ?? []).map(async ({ sequence }) => textOf(await queue!.read(sequence))),
  );
}

describe("a pipeline with storage", () => {
  it("says queued only when the batch is on disk", async () => {
    const storage = await makeDirectory();
    const disk = new FaultyFiles();
    const { pipeline } = await startPipeline([{ port: new FakePort(), queue: { storage } }], {
      queueFiles: disk.files,
    });
    let release = () => {};
    disk.syncGate = new Promise((resolve) => {
      release = resolve;
    });
    const syncsBefore = disk.syncs;
    let answer: unknown = "none yet";
    const admission = Promise.resolve(pipeline.consume(textBatch("a"))).then((given) => {
      answer = given;
    });
    await until(() => disk.syncs > syncsBefore);
    await settled();
    expect(answer).toBe("none yet");
    release();
    await admission;
    expect(answer).toEqual({ kind: "queued" });
    expect(await storedTexts(storage)).toEqual(["a"]);
    await pipeline.drain(AbortSignal.abort());
  });

  it("keeps what could not be sent for the next start, and sends it then", async () => {
    const storage = await makeDirectory();
    const before = await startPipeline([
      { port: new FakePort("files", { respond: () => retryable }), queue: { storage } },
    ]);
    await before.pipeline.consume(textBatch("a", 3));
    await before.pipeline.consume(textBatch("b", 4));
    expect(await before.pipeline.drain()).toEqual([
      { exporter: "files", lostBatches: 0, lostSpans: 0, keptBatches: 2, keptSpans: 7 },
    ]);
    const port = new FakePort("files", { respond: accept });
    const after = await startPipeline([{ port, queue: { storage } }]);
    await until(() => after.pipeline.stats()[0]!.sentSpans === 7);
    // Both are read from the disk at the same time: their order is not promised.
    expect(port.seen.map(textOf).sort()).toEqual(["a", "b"]);
    await after.pipeline.stop();
    expect(await readdir(join(storage, "files"))).toEqual([]);
  });

  it("keeps what was in flight when the shutdown timeout struck", async () => {
    const storage = await makeDirectory();
    const { pipeline, clock } = await startPipeline([{ port: new FakePort(), queue: { storage } }]);
    await pipeline.consume(textBatch("a"));
    const drained = pipeline.drain();
    await clock.advance(10_000);
    expect(await drained).toMatchObject([{ lostBatches: 0, keptBatches: 1 }]);
    expect(await storedTexts(storage)).toEqual(["a"]);
  });

  it("asks after a restart only the trace exporters that had not taken a batch", async () => {
    const storage = await makeDirectory();
    const first = new FakePort("files", { width: 2 });
    const before = await startPipeline([{ port: first, queue: { storage } }]);
    await before.pipeline.consume(textBatch("a"));
    first.open[0]!.answer(accepted, retryable);
    await settled();
    await before.pipeline.drain(AbortSignal.abort());
    const second = new FakePort("files", { width: 2 });
    const after = await startPipeline([{ port: second, queue: { storage } }]);
    await until(() => second.open.length > 0);
    expect(second.open[0]!.targets).toEqual([1]);
    await after.pipeline.drain(AbortSignal.abort());
  });

  it("refuses while the disk is full, leaves nothing half queued, and recovers", async () => {
    const storage = await makeDirectory();
    const disk = new FaultyFiles();
    const [stored, other] = [new FakePort("stored"), new FakePort("other")];
    const { pipeline, logger } = await startPipeline(
      [{ port: stored, queue: { storage } }, { port: other }],
      { queueFiles: disk.files },
    );
    disk.freeBytes = 10;
    for (let count = 0; count < 3; count += 1) {
      expect(await pipeline.consume(textBatch("x".repeat(100)))).toMatchObject({
        kind: "refused",
        message: expect.stringContaining("ENOSPC"),
      });
    }
    expect(logger.lines).toHaveLength(1);
    expect(pipeline.stats().map(({ queueSize }) => queueSize)).toEqual([0, 0]);
    expect(other.seen).toEqual([]);
    disk.freeBytes = Number.POSITIVE_INFINITY;
    expect(await pipeline.consume(textBatch("a"))).toEqual({ kind: "queued" });
    expect(await storedTexts(storage)).toEqual(["a"]);
    await pipeline.drain(AbortSignal.abort());
  });

  it("keeps the bytes of a long queue on disk only, and reads them back in order", async () => {
    const storage = await makeDirectory();
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue: { storage, numConsumers: 1, fsync: "never" } }]);
    const mebibyte = 1024 * 1024;
    const given = Array.from({ length: 40 }, (_, index) => ({
      spans: new Uint8Array(mebibyte).fill(index),
      spanCount: 1,
    }));
    for (const batch of given) await pipeline.consume(batch);
    port.respond = accept;
    port.open[0]!.answer(accepted);
    await until(() => pipeline.stats()[0]!.sentSpans === 40);
    expect(port.seen.map(({ spans }) => [spans[0], spans[mebibyte - 1]])).toEqual(
      Array.from({ length: 40 }, (_, index) => [index, index]),
    );
    expect(port.seen.filter((batch, index) => batch === given[index])).toHaveLength(32);
    await pipeline.stop();
  });

  it("does not start when another agent has the directory", async () => {
    const storage = await makeDirectory();
    const { pipeline } = await startPipeline([{ port: new FakePort(), queue: { storage } }]);
    await expect(startPipeline([{ port: new FakePort(), queue: { storage } }])).rejects.toMatchObject({
      code: "QUEUE_UNUSABLE",
    });
    await pipeline.stop();
  });

  it("keeps exporters with odd names inside the directory", async () => {
    const storage = await makeDirectory();
    const names = ["..", "../up", "a/b", ".hidden"];
    const { pipeline } = await startPipeline(
      names.map((name) => ({ port: new FakePort(name), queue: { storage } })),
    );
    await pipeline.consume(textBatch("a"));
    expect(await readdir(storage)).toHaveLength(4);
    const queues = await openQueueDirectory(storage, { readOnly: true });
    expect(queues.map(({ exporter }) => exporter).sort()).toEqual([...names].sort());
    await pipeline.drain(AbortSignal.abort());
  });
});

describe("a queue's directory without its agent", () => {
  it("can be looked at while an agent has it, but not drained", async () => {
    const storage = await makeDirectory();
    const { pipeline } = await startPipeline([{ port: new FakePort(), queue: { storage } }]);
    await pipeline.consume(textBatch("a", 5));
    const [queue] = await openQueueDirectory(storage, { readOnly: true });
    expect(queue).toMatchObject({
      exporter: "files",
      batches: [{ sequence: 1, spanCount: 5, byteLength: 1 }],
      fileBytes: 37,
      damagedRecords: 0,
    });
    expect(() => queue!.remove(1)).toThrow("opened to be read");
    await expect(openQueueDirectory(storage, { readOnly: false })).rejects.toMatchObject({
      code: "QUEUE_UNUSABLE",
    });
    await pipeline.drain(AbortSignal.abort());
  });

  it("can be drained batch by batch when the agent is gone", async () => {
    const storage = await makeDirectory();
    const { pipeline } = await startPipeline([{ port: new FakePort(), queue: { storage } }]);
    for (const text of ["a", "b"]) await pipeline.consume(textBatch(text));
    await pipeline.drain(AbortSignal.abort());
    const [queue] = await openQueueDirectory(join(storage, "files"), { readOnly: false });
    expect(textOf(await queue!.read(1))).toBe("a");
    queue!.remove(1);
    await queue!.close();
    expect(await storedTexts(storage)).toEqual(["b"]);
  });

  it("is named when it is not there", async () => {
    await expect(openQueueDirectory("/no/such/queue", { readOnly: true })).rejects.toMatchObject({
      code: "QUEUE_UNUSABLE",
      message: expect.stringContaining("/no/such/queue"),
    });
  });
});
