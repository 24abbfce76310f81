import { describe, expect, it } from "vitest";
import { settled } from "./fake-clock.ts";
import { accept, accepted, FakePort, retryable } from "./fake-port.ts";
import { batchOf, CollectingSink, exporterOf, idOf, startPipeline } from "./set-up.ts";

const idsOf = (port: FakePort) => port.seen.map(idOf);

describe("an exporter that is parked", () => {
  it("gets no new batch, finishes what it has, and only then may be stopped", async () => {
    const [a, b] = [new FakePort("a"), new FakePort("b", { respond: accept })];
    const { pipeline } = await startPipeline([{ port: a }, { port: b }]);
    pipeline.consume(batchOf(1));
    let isParked = false;
    const parking = pipeline.park("a").then(() => {
      isParked = true;
    });
    pipeline.consume(batchOf(2));
    await settled();
    expect(isParked).toBe(false);
    a.open[0]!.answer(accepted);
    await parking;
    expect(idsOf(a)).toEqual([1]);
    expect(idsOf(b)).toEqual([1, 2]);
    expect(pipeline.stats().find(({ name }) => name === "a")).toMatchObject({
      sentSpans: 1,
      batchesInQueue: 0,
    });
  });

  it("keeps what could not be sent, and sends it when it is resumed with another port", async () => {
    const port = new FakePort("a", { respond: () => retryable });
    const { pipeline, clock } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    await settled();
    await pipeline.park("a");
    // Longer than any retry lasts: a batch does not grow old while nobody tries.
    await clock.advance(10_000_000);
    expect(idsOf(port)).toEqual([1]);
    expect(pipeline.stats()[0]).toMatchObject({ batchesInQueue: 1, failedSpans: 0 });
    const next = new FakePort("a", { respond: accept });
    pipeline.resume("a", next);
    pipeline.consume(batchOf(2));
    await settled();
    expect(idsOf(next).sort()).toEqual([1, 2]);
    expect(pipeline.stats()[0]).toMatchObject({ batchesInQueue: 0, sentSpans: 2 });
  });

  it("is parked in the end even if its queue does not empty in time", async () => {
    const port = new FakePort("a");
    const { pipeline, clock } = await startPipeline([{ port, queue: { numConsumers: 1 } }]);
    pipeline.consume(batchOf(1));
    pipeline.consume(batchOf(2));
    const parking = pipeline.park("a");
    await clock.advance(10_000);
    port.open[0]!.answer(accepted);
    await parking;
    await settled();
    expect(idsOf(port)).toEqual([1]);
    expect(pipeline.stats()[0]).toMatchObject({ batchesInQueue: 1 });
  });

  it("lets a sender that waits for room go", async () => {
    const port = new FakePort("a", { respond: () => retryable });
    const { pipeline } = await startPipeline([{ port, queue: { queueSize: 1, blockOnOverflow: true } }]);
    await pipeline.consume(batchOf(1));
    const waiting = pipeline.consume(batchOf(2));
    await settled();
    await pipeline.park("a");
    expect(await waiting).toMatchObject({ kind: "refused" });
    expect(pipeline.consume(batchOf(3))).toMatchObject({
      kind: "refused",
      message: "no exporter is running",
    });
  });

  it("puts the rest to the dead letters when it goes, or the agent stops", async () => {
    for (const end of ["detach", "drain"] as const) {
      const sink = new CollectingSink();
      const port = new FakePort("a", { respond: () => retryable });
      const { pipeline } = await startPipeline([{ port }], { deadLetters: sink });
      pipeline.consume(batchOf(1, 5));
      await settled();
      await pipeline.park("a");
      const report = end === "detach" ? await pipeline.detach("a") : (await pipeline.drain())[0];
      expect(sink.letters.map(({ batch }) => idOf(batch))).toEqual([1]);
      expect(report).toMatchObject({ lostSpans: 0 });
      expect(idsOf(port)).toEqual([1]);
    }
  });
});

describe("other sizes and times of a queue", () => {
  it("are in force at once", async () => {
    const port = new FakePort("a");
    const { pipeline } = await startPipeline([{ port, queue: { queueSize: 1, numConsumers: 1 } }]);
    pipeline.consume(batchOf(1));
    expect(pipeline.consume(batchOf(2))).toMatchObject({ kind: "refused" });
    pipeline.configure("a", exporterOf({ port, queue: { queueSize: 3, numConsumers: 2 } }));
    expect(pipeline.consume(batchOf(3))).toEqual({ kind: "queued" });
    expect(pipeline.consume(batchOf(4))).toEqual({ kind: "queued" });
    expect(idsOf(port)).toEqual([1, 3]);
    expect(pipeline.stats()[0]).toMatchObject({ queueSize: 3, queueCapacity: 3 });
  });

  it("let waiting senders in, or tell them that there will never be room", async () => {
    const port = new FakePort("a");
    const queue = { queueSize: 10, sizer: "spans", blockOnOverflow: true } as const;
    const { pipeline } = await startPipeline([{ port, queue }]);
    await pipeline.consume(batchOf(1, 10));
    const [large, small] = [pipeline.consume(batchOf(2, 9)), pipeline.consume(batchOf(3, 2))];
    pipeline.configure("a", exporterOf({ port, queue: { ...queue, queueSize: 4 } }));
    expect(await large).toMatchObject({ kind: "rejected" });
    port.open[0]!.answer(accepted);
    expect(await small).toEqual({ kind: "queued" });
    expect(pipeline.stats()[0]).toMatchObject({ queueSize: 2, queueCapacity: 4 });
  });

  it("give a retry its new pause", async () => {
    const port = new FakePort("a", { respond: () => retryable });
    const { pipeline, clock } = await startPipeline([{ port }]);
    pipeline.configure("a", exporterOf({ port, retry: { initialIntervalMillis: 10 } }));
    pipeline.consume(batchOf(1));
    await clock.advance(10);
    expect(idsOf(port)).toEqual([1, 1]);
  });

  it("leave a retry's end and the queue's kind as they were where they can't change", async () => {
    const port = new FakePort("a");
    const { pipeline } = await startPipeline([{ port, queue: { sizer: "spans", queueSize: 10 } }]);
    pipeline.consume(batchOf(1, 4));
    pipeline.configure(
      "a",
      exporterOf({ port, queue: { sizer: "requests", enabled: false, queueSize: 10 } }),
    );
    expect(pipeline.consume(batchOf(2, 4))).toEqual({ kind: "queued" });
    expect(pipeline.stats()[0]).toMatchObject({ queueSize: 8, sizer: "spans" });
  });
});
