import { describe, expect, it } from "vitest";
import { settled } from "./fake-clock.ts";
import { accept, accepted, FakePort, permanent, retryable } from "./fake-port.ts";
import { batchOf, startPipeline } from "./set-up.ts";

const queued = { kind: "queued" };

describe("fan-out to all", () => {
  it("gives every exporter the very same batch, and answers without waiting for them", async () => {
    const [a, b] = [new FakePort("a"), new FakePort("b")];
    const { pipeline } = await startPipeline([{ port: a }, { port: b }]);
    const batch = batchOf(1);
    expect(pipeline.consume(batch)).toEqual(queued);
    expect(a.seen[0]).toBe(batch);
    expect(b.seen[0]).toBe(batch);
  });

  it("queues a batch nowhere when one queue is full", async () => {
    const [a, b] = [new FakePort("a"), new FakePort("b")];
    const { pipeline } = await startPipeline([{ port: a }, { port: b, queue: { queueSize: 1 } }]);
    pipeline.consume(batchOf(1));
    const admission = pipeline.consume(batchOf(2, 7));
    expect(admission).toEqual({
      kind: "refused",
      message: 'the queue of exporter "b" is full: 1 of 1 requests',
      retryAfterMillis: 1_000,
    });
    expect(a.seen).toHaveLength(1);
    expect(pipeline.stats().map(({ queueSize }) => queueSize)).toEqual([1, 1]);
    expect(pipeline.stats().map(({ refusedSpans }) => refusedSpans)).toEqual([0, 7]);
  });

  it("takes batches again when the full queue has room", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue: { queueSize: 1 } }]);
    pipeline.consume(batchOf(1));
    expect(pipeline.consume(batchOf(2))).toMatchObject({ kind: "refused" });
    port.open[0]!.answer(accepted);
    await settled();
    expect(pipeline.consume(batchOf(3))).toEqual(queued);
  });

  it("rejects for good a batch that is larger than a whole queue", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue: { queueSize: 10, sizer: "spans" } }]);
    expect(pipeline.consume(batchOf(1, 11))).toEqual({
      kind: "rejected",
      message: 'the queue of exporter "files" takes 10 spans, the batch has 11',
    });
  });

  it.each([
    ["requests", 1],
    ["spans", 6],
    ["bytes", 3],
  ] as const)("measures a queue in %s", async (sizer, queueSize) => {
    const { pipeline } = await startPipeline([{ port: new FakePort(), queue: { sizer } }]);
    pipeline.consume({ spans: new Uint8Array(3), spanCount: 6 });
    expect(pipeline.stats()[0]).toMatchObject({ queueSize });
  });

  it("refuses while no exporter runs, and before the start and after the stop", async () => {
    const { pipeline } = await startPipeline([]);
    expect(pipeline.consume(batchOf(1))).toMatchObject({ message: "no exporter is running" });
    await pipeline.stop();
    expect(pipeline.consume(batchOf(1))).toMatchObject({ message: "the agent is not taking spans" });
  });
});

describe("independent fan-out", () => {
  it("drops for the full queue alone, counts it there, and logs a burst once", async () => {
    const [a, b] = [new FakePort("a"), new FakePort("b")];
    const { pipeline, logger } = await startPipeline([{ port: a }, { port: b, queue: { queueSize: 1 } }], {
      fanOut: "independent",
    });
    for (let id = 0; id < 5; id += 1) expect(pipeline.consume(batchOf(id, 2))).toEqual(queued);
    expect(a.seen).toHaveLength(5);
    expect(b.seen).toHaveLength(1);
    expect(pipeline.stats()[1]).toMatchObject({ droppedSpans: 8, refusedSpans: 0 });
    expect(logger.lines).toEqual([
      expect.objectContaining({
        level: "warn",
        fields: { exporter: "b", spans: 2, reason: expect.any(String) },
      }),
    ]);
  });

  it("refuses when no queue took the batch", async () => {
    const [a, b] = [new FakePort("a"), new FakePort("b")];
    const queue = { queueSize: 1 };
    const { pipeline } = await startPipeline(
      [
        { port: a, queue },
        { port: b, queue },
      ],
      { fanOut: "independent" },
    );
    pipeline.consume(batchOf(1));
    expect(pipeline.consume(batchOf(2))).toMatchObject({ kind: "refused" });
    expect(pipeline.stats().map(({ refusedSpans, droppedSpans }) => [refusedSpans, droppedSpans])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it("does not let a queue that makes senders wait hold back another", async () => {
    const [slow, quick] = [new FakePort("slow"), new FakePort("quick", { respond: accept })];
    const { pipeline } = await startPipeline(
      [{ port: slow, queue: { queueSize: 1, blockOnOverflow: true } }, { port: quick }],
      { fanOut: "independent" },
    );
    await pipeline.consume(batchOf(1));
    void pipeline.consume(batchOf(2));
    await settled();
    expect(quick.seen).toHaveLength(2);
  });
});

describe("block_on_overflow", () => {
  const queue = { queueSize: 2, blockOnOverflow: true, sizer: "spans" } as const;

  it("makes senders wait and lets them in in the order they came, whatever their size", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue }]);
    await pipeline.consume(batchOf(0, 2));
    const order: number[] = [];
    for (const [id, size] of [
      [1, 2],
      [2, 1],
    ] as const) {
      void Promise.resolve(pipeline.consume(batchOf(id, size))).then(() => order.push(id));
    }
    await settled();
    expect(order).toEqual([]);
    port.open[0]!.answer(accepted);
    await settled();
    expect(order).toEqual([1]);
    port.open[0]!.answer(accepted);
    await settled();
    expect(order).toEqual([1, 2]);
  });

  it("does not wait for a batch that another queue refuses", async () => {
    const [patient, strict] = [new FakePort("patient"), new FakePort("strict")];
    const { pipeline } = await startPipeline([
      { port: patient, queue },
      { port: strict, queue: { queueSize: 1 } },
    ]);
    await pipeline.consume(batchOf(1, 2));
    expect(await pipeline.consume(batchOf(2))).toMatchObject({ kind: "refused" });
  });

  it("sends waiting senders away when the agent stops", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue }]);
    await pipeline.consume(batchOf(1, 2));
    const waiting = pipeline.consume(batchOf(2, 2));
    const stopping = pipeline.stop();
    expect(await waiting).toMatchObject({ kind: "refused" });
    port.open[0]!.answer(accepted);
    await stopping;
  });
});

describe("without a queue", () => {
  const queue = { enabled: false };

  it("tells the sender what the exporter said", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue }]);
    for (const [outcome, admission] of [
      [accepted, { kind: "queued" }],
      [
        { kind: "retryable", message: "away", retryAfterMillis: 70 },
        { kind: "refused", retryAfterMillis: 70 },
      ],
      [permanent, { kind: "rejected", message: 'exporter "files": spans are of no use' }],
    ] as const) {
      const answer = pipeline.consume(batchOf(1, 2));
      await settled();
      port.open[0]!.answer(outcome);
      expect(await answer).toMatchObject(admission);
    }
    expect(pipeline.stats()[0]).toMatchObject({
      sentSpans: 2,
      refusedSpans: 2,
      failedSpans: 2,
      queueSize: 0,
    });
  });

  it("queues for nobody else what the exporter refused", async () => {
    const [direct, other] = [new FakePort("direct", { respond: () => retryable }), new FakePort("other")];
    const { pipeline } = await startPipeline([{ port: direct, queue }, { port: other }]);
    expect(await pipeline.consume(batchOf(1))).toMatchObject({ kind: "refused" });
    expect(other.seen).toEqual([]);
    expect(pipeline.stats().map(({ queueSize }) => queueSize)).toEqual([0, 0]);
  });

  it("puts to the dead letters what one trace exporter took and another never will", async () => {
    const port = new FakePort("files", {
      width: 2,
      respond: (_, target) => (target === 0 ? accepted : permanent),
    });
    const { pipeline } = await startPipeline([{ port, queue }]);
    expect(await pipeline.consume(batchOf(1))).toEqual({ kind: "queued" });
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 1, batchesInQueue: 0 });
  });
});
