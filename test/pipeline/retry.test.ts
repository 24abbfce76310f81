import { describe, expect, it } from "vitest";
import { settled } from "./fake-clock.ts";
import { accept, accepted, FakePort, permanent, retryable } from "./fake-port.ts";
import { batchOf, CollectingSink, idOf, startPipeline } from "./set-up.ts";

describe("retry", () => {
  it("waits longer each time, up to the longest interval", async () => {
    const port = new FakePort("files", { respond: () => retryable });
    const { pipeline, clock } = await startPipeline([
      { port, retry: { initialIntervalMillis: 100, maxIntervalMillis: 300, multiplier: 2 } },
    ]);
    pipeline.consume(batchOf(1));
    await settled();
    for (const waitMillis of [100, 200, 300, 300]) {
      const { length } = port.seen;
      await clock.advance(waitMillis - 1);
      expect(port.seen).toHaveLength(length);
      await clock.advance(1);
      expect(port.seen).toHaveLength(length + 1);
    }
    expect(pipeline.stats()[0]).toMatchObject({ retries: 4, batchesWaitingForRetry: 1, queueSize: 1 });
  });

  it.each([
    [0, 50],
    [0.5, 100],
    [1 - 2 ** -53, 150],
  ])("draws the wait from the interval: at %d it is %d ms", async (drawn, waitMillis) => {
    const port = new FakePort("files", { respond: () => retryable });
    const retry = { initialIntervalMillis: 100, randomizationFactor: 0.5 };
    const { pipeline, clock } = await startPipeline([{ port, retry }], { random: () => drawn });
    pipeline.consume(batchOf(1));
    await settled();
    await clock.advance(waitMillis - 1);
    expect(port.seen).toHaveLength(1);
    await clock.advance(2);
    expect(port.seen).toHaveLength(2);
  });

  it("waits at least as long as the destination asks", async () => {
    const port = new FakePort("files", { respond: () => ({ ...retryable, retryAfterMillis: 8_000 }) });
    const { pipeline, clock } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    await settled();
    await clock.advance(7_999);
    expect(port.seen).toHaveLength(1);
    await clock.advance(1);
    expect(port.seen).toHaveLength(2);
  });

  it("does not let an absurd pause park a batch beyond its deadline", async () => {
    const port = new FakePort("files", {
      respond: () => ({ ...retryable, retryAfterMillis: 4_294_967_295 }),
    });
    const { pipeline, clock } = await startPipeline([{ port, retry: { maxElapsedTimeMillis: 60_000 } }]);
    pipeline.consume(batchOf(1));
    await settled();
    await clock.advance(60_000);
    expect(port.seen).toHaveLength(2);
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 1, queueSize: 0 });
  });

  it("lets the batches behind a waiting one pass, even with a single consumer", async () => {
    const port = new FakePort("files", {
      respond: (batch) => (idOf(batch) === 1 ? retryable : accepted),
    });
    const { pipeline } = await startPipeline([{ port, queue: { numConsumers: 1 } }]);
    for (const id of [1, 2, 3]) pipeline.consume(batchOf(id));
    await settled();
    expect(port.seen.map(idOf)).toEqual([1, 2, 3]);
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 2, queueSize: 1 });
  });

  it("has no more calls with the plugin than consumers", async () => {
    const port = new FakePort();
    const { pipeline } = await startPipeline([{ port, queue: { numConsumers: 2 } }]);
    for (const id of [1, 2, 3]) pipeline.consume(batchOf(id));
    expect(port.open.map(({ batch }) => idOf(batch))).toEqual([1, 2]);
    port.open[0]!.answer(accepted);
    await settled();
    expect(port.open.map(({ batch }) => idOf(batch))).toEqual([2, 3]);
  });

  it("asks again only the trace exporters that did not take the batch", async () => {
    const port = new FakePort("files", { width: 3 });
    const { pipeline, clock } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    port.open[0]!.answer(accepted, retryable, retryable);
    await settled();
    await clock.advance(5_000);
    expect(port.open[0]!.targets).toEqual([1, 2]);
    port.open[0]!.answer(retryable, accepted);
    await settled();
    await clock.advance(7_500);
    expect(port.open[0]!.targets).toEqual([1]);
    port.open[0]!.answer(accepted);
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 1, queueSize: 0 });
  });

  it("counts rejected spans and does not send them again", async () => {
    const port = new FakePort("files", { respond: () => ({ kind: "partly-rejected", rejectedSpans: 3 }) });
    const { pipeline, clock } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1, 10));
    await settled();
    await clock.advance(600_000);
    expect(port.seen).toHaveLength(1);
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 7, rejectedSpans: 3, failedSpans: 0 });
  });

  it("counts no more rejected spans than there are", async () => {
    const port = new FakePort("files", {
      respond: () => ({ kind: "partly-rejected", rejectedSpans: 4_000_000_000 }),
    });
    const { pipeline } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1, 10));
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 0, rejectedSpans: 10 });
  });

  it("treats a missing outcome and a throwing exporter as reasons to try again", async () => {
    const port = new FakePort();
    const { pipeline, clock } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    port.open[0]!.answer();
    await settled();
    port.respond = () => {
      throw new Error("defect");
    };
    const call = port.export.bind(port);
    port.export = async (batch) => call(batch);
    await clock.advance(5_000);
    expect(port.seen).toHaveLength(2);
    port.respond = accept;
    await clock.advance(7_500);
    expect(pipeline.stats()[0]).toMatchObject({ sentSpans: 1, queueSize: 0, callsInFlight: 0 });
  });
});

describe("what an exporter says of a batch", () => {
  it.each([
    [
      { kind: "partly-rejected", rejectedSpans: 2, message: "too old" },
      "the exporter rejected spans of a batch",
      { rejectedSpans: 2, spans: 4, message: "too old" },
    ],
    [
      { kind: "accepted", message: "slow down" },
      "the exporter took a batch with a warning",
      { message: "slow down" },
    ],
    [retryable, "the exporter did not take a batch", { spans: 4, message: retryable.message }],
  ] as const)("reaches the log: %o", async (outcome, message, fields) => {
    const port = new FakePort("files", { respond: () => outcome });
    const { pipeline, logger } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1, 4));
    await settled();
    expect(logger.lines).toEqual([{ level: "warn", message, fields: { exporter: "files", ...fields } }]);
  });

  it("does not reach the log twice when it is a crash, which the plugin's keeper tells", async () => {
    const port = new FakePort("files", {
      respond: () => ({ kind: "retryable", message: "trap", crashedPlugin: true }),
    });
    const { pipeline, logger } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1));
    await settled();
    expect(logger.lines).toEqual([]);
  });
});

describe("giving up", () => {
  it.each([
    ["a permanent failure", permanent, {}, 1, "permanent"],
    ["retries that are switched off", retryable, { enabled: false }, 1, "retries-exhausted"],
    ["max_elapsed_time", retryable, { maxElapsedTimeMillis: 10_000 }, 3, "retries-exhausted"],
  ] as const)("puts the batch to the dead letters after %s", async (_, outcome, retry, tries, reason) => {
    const port = new FakePort("files", { respond: () => outcome });
    const sink = new CollectingSink();
    const { pipeline, clock } = await startPipeline([{ port, retry, digest: "sha256:ab" }], {
      deadLetters: sink,
    });
    const batch = batchOf(1, 4);
    pipeline.consume(batch);
    await settled();
    await clock.advance(60_000);
    expect(sink.letters).toEqual([
      {
        exporter: "files",
        digest: "sha256:ab",
        batch,
        tries,
        failures: [{ target: 0, reason, message: outcome.message }],
      },
    ]);
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 4, deadLetteredSpans: 4, queueSize: 0 });
  });

  it("counts and logs, without span data, when there are no dead letters", async () => {
    const port = new FakePort("files", { respond: () => permanent });
    const { pipeline, logger } = await startPipeline([{ port }]);
    pipeline.consume(batchOf(1, 4));
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 4, deadLetteredSpans: 0, queueSize: 0 });
    expect(logger.lines).toEqual([
      {
        level: "error",
        message: "spans given up and dropped",
        fields: { exporter: "files", reason: "permanent", message: permanent.message, tries: 1, spans: 4 },
      },
    ]);
  });

  it("says so when a dead letter can't be kept, and goes on", async () => {
    const port = new FakePort("files", { respond: () => permanent });
    const sink = new CollectingSink();
    sink.failure = new Error("no space left on device");
    const { pipeline, logger } = await startPipeline([{ port }], { deadLetters: sink });
    pipeline.consume(batchOf(1));
    await settled();
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 1, deadLetteredSpans: 0, queueSize: 0 });
    expect(logger.lines.map(({ message }) => message)).toEqual([
      "a dead letter can't be kept",
      "spans given up and lost",
    ]);
  });

  it("logs a burst once, and says later how many lines it left out", async () => {
    const port = new FakePort("files", { respond: () => permanent });
    const { pipeline, logger, clock } = await startPipeline([{ port }]);
    for (let id = 0; id < 50; id += 1) pipeline.consume(batchOf(id));
    await settled();
    expect(logger.lines).toHaveLength(1);
    await clock.advance(10_000);
    pipeline.consume(batchOf(51));
    await settled();
    expect(logger.lines[1]?.fields).toMatchObject({ suppressed: 49 });
  });
});
