import { describe, expect, it } from "vitest";
import { settled } from "../fake-clock.ts";
import { accept, accepted, FakePort, permanent, retryable } from "../fake-port.ts";
import { CollectingSink, startPipeline } from "../set-up.ts";
import { spanBatch, spanNames } from "./span-trees.ts";

const batch = { sendBatchSize: 10, sendBatchMaxSize: 10, timeoutMillis: 200 };

describe("batching", () => {
  it("sends waiting batches together as soon as there are enough spans", async () => {
    const port = new FakePort("files", { respond: accept });
    const { pipeline } = await startPipeline([{ port, batch }]);
    pipeline.consume(spanBatch("a", 4));
    pipeline.consume(spanBatch("b", 4));
    expect(port.seen).toEqual([]);
    pipeline.consume(spanBatch("c", 2));
    await settled();
    expect(port.seen.map(spanNames)).toEqual([["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "c0", "c1"]]);
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 10, queueSize: 0, batchesInQueue: 0 });
  });

  it("sends a smaller one after the timeout, counted from its oldest batch", async () => {
    const port = new FakePort("files", { respond: accept });
    const { pipeline, clock } = await startPipeline([{ port, batch }]);
    pipeline.consume(spanBatch("a", 1));
    await clock.advance(150);
    pipeline.consume(spanBatch("b", 1));
    await clock.advance(49);
    expect(port.seen).toEqual([]);
    await clock.advance(1);
    expect(port.seen.map(spanNames)).toEqual([["a0", "b0"]]);
    pipeline.consume(spanBatch("c", 1));
    await clock.advance(199);
    expect(port.seen).toHaveLength(1);
    await clock.advance(1);
    expect(port.seen).toHaveLength(2);
  });

  it("never sends more spans than the largest size, and cuts what is larger", async () => {
    const port = new FakePort("files", { respond: accept });
    const { pipeline } = await startPipeline([{ port, batch }]);
    pipeline.consume(spanBatch("a", 7));
    pipeline.consume(spanBatch("b", 25));
    await pipeline.drain();
    expect(port.seen.map(({ spanCount }) => spanCount)).toEqual([7, 10, 10, 5]);
    expect(port.seen.flatMap(spanNames)).toEqual([
      ...spanNames(spanBatch("a", 7)),
      ...spanNames(spanBatch("b", 25)),
    ]);
  });

  it("frees the queue when the last part of a cut batch is out, and retries parts by themselves", async () => {
    const port = new FakePort();
    const { pipeline, clock } = await startPipeline([{ port, batch }]);
    pipeline.consume(spanBatch("a", 15));
    expect(port.open.map(({ batch: { spanCount } }) => spanCount)).toEqual([10, 5]);
    port.open[0]!.answer(retryable);
    port.open[0]!.answer(accepted);
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 5, queueSize: 1 });
    await clock.advance(5_000);
    expect(port.open.map((call) => call.batch.spanCount)).toEqual([10]);
    port.open[0]!.answer(accepted);
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 15, queueSize: 0 });
  });

  it("does not wait for more when the agent stops", async () => {
    const port = new FakePort("files", { respond: accept });
    const { pipeline, clock } = await startPipeline([{ port, batch }]);
    pipeline.consume(spanBatch("a", 1));
    expect(await pipeline.drain()).toMatchObject([{ lostSpans: 0 }]);
    expect(port.seen).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe("spans that crash the plugin", () => {
  const crash = { ...retryable, crashedPlugin: true } as const;
  const retry = { maxElapsedTimeMillis: 0 };

  it("are cornered and put to the dead letters, and all others are sent", async () => {
    const port = new FakePort("files", {
      respond: (given) => (spanNames(given).some((name) => ["b2", "d0"].includes(name!)) ? crash : accepted),
    });
    const sink = new CollectingSink();
    const together = { sendBatchSize: 30, sendBatchMaxSize: 0, timeoutMillis: 200 };
    const { pipeline, clock } = await startPipeline([{ port, retry, batch: together }], {
      deadLetters: sink,
    });
    for (const name of ["a", "b", "c", "d"]) pipeline.consume(spanBatch(name, 8));
    await clock.advance(600_000);
    expect(sink.letters.map(({ batch: bad }) => spanNames(bad)).sort()).toEqual([["b2"], ["d0"]]);
    expect(sink.letters[0]?.failures).toEqual([{ target: 0, reason: "poison", message: crash.message }]);
    expect(pipeline.stats()[0]).toMatchObject({
      sentSpans: 30,
      failedSpans: 2,
      deadLetteredSpans: 2,
      queueSize: 0,
      spansInQueue: 0,
    });
  });

  it("are left alone when the plugin crashes only once with them", async () => {
    let calls = 0;
    const port = new FakePort("files", { respond: () => (++calls === 1 ? crash : accepted) });
    const { pipeline, clock } = await startPipeline([{ port, retry }]);
    pipeline.consume(spanBatch("a", 8));
    await clock.advance(60_000);
    expect(port.seen.map(({ spanCount }) => spanCount)).toEqual([8, 8]);
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 8, crashedCalls: 1 });
  });

  it("crash other trace exporters' calls no second time once these have taken the rest", async () => {
    const port = new FakePort("files", {
      width: 2,
      respond: (given, target) => (target === 1 && spanNames(given).includes("a1") ? crash : accepted),
    });
    const sink = new CollectingSink();
    const { pipeline, clock } = await startPipeline([{ port, retry }], { deadLetters: sink });
    pipeline.consume(spanBatch("a", 3));
    await clock.advance(600_000);
    expect(sink.letters.map(({ batch: bad, failures }) => [spanNames(bad), failures[0]?.target])).toEqual([
      [["a1"], 1],
    ]);
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 2, failedSpans: 1, queueSize: 0 });
  });

  it("are put aside whole when one trace exporter failed for good and another crashes", async () => {
    const port = new FakePort("files", {
      width: 2,
      respond: (_, target) => (target === 0 ? permanent : crash),
    });
    const sink = new CollectingSink();
    const { pipeline, clock } = await startPipeline([{ port, retry }], { deadLetters: sink });
    pipeline.consume(spanBatch("a", 3));
    await clock.advance(60_000);
    expect(sink.letters).toHaveLength(1);
    expect(sink.letters[0]?.failures.map(({ target, reason }) => [target, reason])).toEqual([
      [0, "permanent"],
      [1, "poison"],
    ]);
  });
});
