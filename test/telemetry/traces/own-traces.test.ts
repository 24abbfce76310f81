import { describe, expect, it } from "vitest";
import type { Admission, BatchConsumer } from "../../../host/contract/index.ts";
import { accept, FakePort, permanent, retryable } from "../../pipeline/fake-port.ts";
import { batchOf, exporterOf } from "../../pipeline/set-up.ts";
import { attributesOf, setUp, spansOf } from "./set-up.ts";

describe("the agent's own traces", () => {
  it("follow a batch from its receiver through the queue to the exporter", async () => {
    const { entrance, clock, port, own } = await setUp();
    await clock.advance(100);
    await entrance.consume(batchOf(1, 7));
    await clock.advance(250);
    port.open[0]!.answer({ kind: "accepted" });
    await clock.advance(5_000);
    const [receive, queue, exported] = ["receive", "queue", "export"].map(
      (name) => spansOf(own[0]!).find((span) => span.name === name)!,
    );
    expect(spansOf(own[0]!)).toHaveLength(3);
    expect(own[0]!.spanCount).toBe(3);
    expect(attributesOf(receive!)).toEqual({
      receiver: "otlp/http",
      "spandock.spans": "7",
      "spandock.bytes": "1",
      "spandock.admission": "queued",
    });
    expect(attributesOf(queue!)).toEqual({ exporter: "files" });
    expect(attributesOf(exported!)).toEqual({
      exporter: "files",
      "spandock.spans": "7",
      "spandock.try": "1",
      "spandock.outcome": "accepted",
    });
    for (const child of [queue, exported]) {
      expect([child!.traceId, child!.parentSpanId]).toEqual([receive!.traceId, receive!.spanId]);
    }
    expect(receive!.parentSpanId).toBeUndefined();
    const start = BigInt(Date.UTC(2026, 0, 1) + 100) * 1_000_000n;
    expect([exported!.startTimeUnixNano, exported!.endTimeUnixNano]).toEqual([
      String(start),
      String(start + 250_000_000n),
    ]);
  });

  it("say which calls failed, and count the tries", async () => {
    const { entrance, clock, port, own } = await setUp();
    await entrance.consume(batchOf(1));
    port.open[0]!.answer(retryable);
    await clock.advance(5_000);
    port.open[0]!.answer(permanent);
    await clock.advance(5_000);
    const exported = own.flatMap(spansOf).filter(({ name }) => name === "export");
    expect(exported.map((span) => [attributesOf(span)["spandock.try"], span.status])).toEqual([
      ["1", { code: 2, message: "retryable" }],
      ["2", { code: 2, message: "permanent" }],
    ]);
    expect(own.flatMap(spansOf).filter(({ name }) => name === "queue")).toHaveLength(1);
  });

  it("never hold what an exporter said, which may be anything", async () => {
    const { entrance, clock, port, own } = await setUp();
    await entrance.consume(batchOf(1));
    port.open[0]!.answer({ kind: "permanent", message: "user alice is unknown" });
    await clock.advance(5_000);
    expect(Buffer.from(own[0]!.spans).toString("latin1")).not.toContain("alice");
  });

  it("tell of batches that were turned away, and give the sender its answer", async () => {
    const { traces, clock, own } = await setUp();
    const answer: Admission = { kind: "refused", message: "full", retryAfterMillis: 5 };
    const entrance = traces.following("otlp/grpc", { consume: () => answer });
    expect(await entrance.consume(batchOf(1))).toEqual(answer);
    await clock.advance(5_000);
    expect(spansOf(own[0]!)).toMatchObject([{ name: "receive", status: { code: 2, message: "refused" } }]);
  });

  it("take a share of the batches, drawn at random, and let the others pass as they are", async () => {
    let drawn = 0;
    const port = new FakePort("files", { respond: accept });
    const { entrance, clock, own } = await setUp({ port, share: 0.3, draw: () => drawn });
    for (const number of [0.3, 0.9, 0.29]) {
      drawn = number;
      const answer = entrance.consume(batchOf(1));
      if (number >= 0.3) expect(answer).toEqual({ kind: "queued" });
      else await answer;
    }
    await clock.advance(5_000);
    expect(own.flatMap(spansOf).filter(({ name }) => name === "receive")).toHaveLength(1);
  });
});

describe("own traces in the agent's own pipeline", () => {
  it("end: what follows a batch is not followed itself, though its exporter gets it", async () => {
    const port = new FakePort("files", { respond: accept });
    const made: { pipeline?: BatchConsumer } = {};
    const { entrance, clock, pipeline } = await setUp({
      port,
      sink: { consume: (batch) => made.pipeline!.consume(batch) },
    });
    made.pipeline = pipeline;
    await entrance.consume(batchOf(1));
    for (let round = 0; round < 20; round += 1) await clock.advance(5_000);
    expect(port.seen.map(({ spanCount }) => spanCount)).toEqual([1, 3]);
    expect(clock.pending).toBe(0);
  });

  it("are not followed when they come back over the network", async () => {
    const port = new FakePort("files", { respond: accept });
    const { entrance, clock, own } = await setUp({ port });
    await entrance.consume({ spans: Uint8Array.of(1, 2, 3), spanCount: 3 });
    await clock.advance(60_000);
    expect([port.seen.length, own.length]).toEqual([1, 0]);
  });

  it("are dropped when the pipeline refuses them, which is said once a minute with how many", async () => {
    const sink: BatchConsumer = { consume: () => ({ kind: "refused", message: "the queue is full" }) };
    const { entrance, clock, logger } = await setUp({
      port: new FakePort("files", { respond: accept }),
      sink,
    });
    for (let round = 0; round < 14; round += 1) {
      await entrance.consume(batchOf(1));
      await clock.advance(5_000);
    }
    expect(logger.lines.map(({ level, fields }) => [level, fields.spans, fields.reason])).toEqual([
      ["warn", 3, "the queue is full"],
      ["warn", 36, "the queue is full"],
    ]);
  });

  it("are bounded in number while the pipeline makes them wait", async () => {
    const sink: BatchConsumer = { consume: () => new Promise<Admission>(() => {}) };
    const { entrance, logger } = await setUp({ port: new FakePort("files", { respond: accept }), sink });
    for (let round = 0; round < 2_000; round += 1) await entrance.consume(batchOf(1));
    expect(logger.lines).toMatchObject([{ level: "warn", fields: { reason: "too many wait" } }]);
  });

  it("are sent on by a stop, which waits a second for it and no longer", async () => {
    const { entrance, traces, own, clock } = await setUp({
      port: new FakePort("files", { respond: accept }),
    });
    await entrance.consume(batchOf(1));
    await traces.stop();
    expect(new Set(own.flatMap(spansOf).map(({ name }) => name))).toEqual(
      new Set(["receive", "queue", "export"]),
    );
    expect(clock.pending).toBe(0);

    const stuck = await setUp({ sink: { consume: () => new Promise<Admission>(() => {}) } });
    await stuck.entrance.consume(batchOf(1));
    const stopped = stuck.traces.stop();
    await stuck.clock.advance(1_000);
    await stopped;
  });
});

describe("merged batches", () => {
  it("are followed for each of the batches in them that is", async () => {
    const { traces, pipeline, clock, own } = await setUp();
    await pipeline.attach(
      exporterOf({
        port: new FakePort("merging", { respond: accept }),
        batch: { sendBatchSize: 2, sendBatchMaxSize: 0, timeoutMillis: 1_000 },
      }),
    );
    const entrance = traces.following("otlp/http", pipeline);
    await entrance.consume(batchOf(1));
    await entrance.consume(batchOf(2));
    await clock.advance(5_000);
    const merged = own
      .flatMap(spansOf)
      .filter((span) => span.name === "export" && attributesOf(span).exporter === "merging");
    expect(merged).toHaveLength(2);
    expect(new Set(merged.map(({ traceId }) => traceId)).size).toBe(2);
    expect(merged.map((span) => attributesOf(span)["spandock.spans"])).toEqual(["2", "2"]);
  });
});
