import { describe, expect, it } from "vitest";
import { settled } from "./fake-clock.ts";
import { accept, accepted, FakePort, retryable } from "./fake-port.ts";
import { batchOf, CollectingSink, exporterOf, idOf, startPipeline } from "./set-up.ts";

const nothingLeft = { exporter: "files", lostBatches: 0, lostSpans: 0, keptBatches: 0, keptSpans: 0 };

describe("drain", () => {
  it("brings out what is queued, and reports that nothing is left", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue: { numConsumers: 1 } }]);
    for (const id of [1, 2, 3]) pipeline.consume(batchOf(id));
    const drained = pipeline.drain();
    for (let left = 3; left > 0; left -= 1) {
      port.open[0]!.answer(accepted);
      await settled();
    }
    expect(await drained).toEqual([nothingLeft]);
    expect(port.seen.map(idOf)).toEqual([1, 2, 3]);
  });

  it("tries waiting batches once more, at once, and only once", async () => {
    const port = new FakePort("files", { respond: () => retryable });
    const { pipeline } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1, 5));
    await settled();
    const [report] = await pipeline.drain();
    expect(port.seen).toHaveLength(2);
    expect(report).toMatchObject({ lostBatches: 1, lostSpans: 5 });
  });

  it("tries again a batch whose call was under way when the drain began", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    const drained = pipeline.drain();
    port.respond = accept;
    port.open[0]!.answer(retryable);
    expect(await drained).toEqual([nothingLeft]);
  });

  it("puts to the dead letters what its last try did not bring out", async () => {
    const port = new FakePort("files", { respond: () => retryable });
    const sink = new CollectingSink();
    const { pipeline } = await startPipeline([{ port }], { deadLetters: sink });
    pipeline.consume(batchOf(1, 5));
    expect(await pipeline.drain()).toEqual([nothingLeft]);
    expect(sink.letters[0]?.failures[0]).toMatchObject({ reason: "stopped" });
  });

  it("ends after the shutdown timeout and counts what is still inside", async () => {
    const port = new FakePort();
    const { pipeline, clock } = await startPipeline([{ port, queue: { numConsumers: 1 } }], {
      shutdownTimeoutMillis: 500,
    });
    for (const id of [1, 2, 3]) pipeline.consume(batchOf(id, 10));
    const drained = pipeline.drain();
    await clock.advance(500);
    expect(await drained).toMatchObject([{ lostBatches: 3, lostSpans: 30 }]);
    port.open[0]!.answer(accepted);
    await settled();
    expect(port.seen).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("ends at once when it is aborted", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    const abort = new AbortController();
    const drained = pipeline.drain(abort.signal);
    abort.abort();
    expect(await drained).toMatchObject([{ lostBatches: 1 }]);
  });

  it("may be asked for more than once", async () => {
    const { pipeline } = await startPipeline([{ port: new FakePort() }]);
    await pipeline.stop();
    await pipeline.stop();
    expect(await pipeline.drain()).toEqual([nothingLeft]);
  });
});

describe("exporters at run time", () => {
  it("get every batch from when they are attached until they are detached", async () => {
    const [a, b] = [new FakePort("a", { respond: accept }), new FakePort("b", { respond: accept })];
    const { pipeline } = await startPipeline([{ port: a }]);
    pipeline.consume(batchOf(1));
    await pipeline.attach(exporterOf({ port: b }));
    pipeline.consume(batchOf(2));
    expect(await pipeline.detach("b")).toMatchObject({ exporter: "b", lostSpans: 0 });
    pipeline.consume(batchOf(3));
    expect(a.seen.map(idOf)).toEqual([1, 2, 3]);
    expect(b.seen.map(idOf)).toEqual([2]);
  });

  it("are drained when they are detached", async () => {
    const port = new FakePort("a");
    const { pipeline } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    const detached = pipeline.detach("a");
    port.open[0]!.answer(accepted);
    expect(await detached).toMatchObject({ lostSpans: 0 });
    expect(pipeline.stats()).toEqual([]);
  });

  it("can't be attached twice under one name, nor detached when they are not there", async () => {
    const { pipeline } = await startPipeline([{ port: new FakePort("a") }]);
    await expect(pipeline.attach(exporterOf({ port: new FakePort("a") }))).rejects.toThrow(
      'has an exporter "a" already',
    );
    await expect(pipeline.detach("b")).rejects.toThrow('no exporter "b"; it has: "a"');
  });

  it("can't be attached to a pipeline that has stopped, which would never drain them", async () => {
    const { pipeline } = await startPipeline([]);
    await pipeline.stop();
    await expect(pipeline.attach(exporterOf({ port: new FakePort("a") }))).rejects.toThrow(
      'exporter "a": the pipeline is not running',
    );
  });

  it("change their plugin between two calls, and the old one ends what it had in hand", async () => {
    const [before, after] = [new FakePort(), new FakePort()];
    const { pipeline, clock } = await startPipeline([{ port: before, queue: { numConsumers: 2 } }]);
    for (const id of [1, 2, 3]) pipeline.consume(batchOf(id));
    let isIdle = false;
    void pipeline.swapPort("files", after).then(() => {
      isIdle = true;
    });
    before.open[0]!.answer(accepted);
    await settled();
    expect([isIdle, after.seen.map(idOf)]).toEqual([false, [3]]);
    before.open[0]!.answer(retryable);
    await settled();
    expect(isIdle).toBe(true);
    after.open[0]!.answer(accepted);
    await clock.advance(5_000);
    expect(after.open.map(({ batch }) => idOf(batch))).toEqual([2]);
  });

  it("ask all trace exporters again when the new plugin has another number of them", async () => {
    const before = new FakePort("files", { width: 2 });
    const after = new FakePort("files", { width: 3 });
    const { pipeline, clock } = await startPipeline([{ port: before }]);
    pipeline.consume(batchOf(1));
    before.open[0]!.answer(accepted, retryable);
    await settled();
    await pipeline.swapPort("files", after);
    await clock.advance(5_000);
    expect(after.open[0]!.targets).toEqual([0, 1, 2]);
  });
});
