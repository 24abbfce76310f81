import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch, Outcome } from "../../host/contract/index.ts";
import { BodyPool } from "../../host/receivers/body-pool.ts";
import { accepted, FakePort, permanent, retryable } from "../pipeline/fake-port.ts";
import { CollectingSink, type ExporterSetUp, startPipeline } from "../pipeline/set-up.ts";

const bodyBytes = 3000;

/** A body as a receiver makes it: memory of the pool, held until the pipeline has answered. */
function bodyOf(pool: BodyPool, id: number) {
  const body = pool.take(bodyBytes);
  body.bytes.fill(id);
  return body;
}

/** The one value that all bytes of a batch have; undefined when something else was written over it. */
function idOf({ spans }: Batch): number | undefined {
  return spans.every((byte) => byte === spans[0]) ? spans[0] : undefined;
}

/** Reads what it was given at the end of the call, as a plugin's thread may. */
class LateReader extends FakePort {
  readonly ids = new Map<Batch, number | undefined>();

  override export(batch: Batch, targets?: readonly number[]): Promise<readonly Outcome[]> {
    this.ids.set(batch, idOf(batch));
    return super.export(batch, targets);
  }

  answerFirst(outcome: Outcome): void {
    const call = this.open[0];
    if (call === undefined) return;
    expect(idOf(call.batch)).toBe(this.ids.get(call.batch));
    call.answer(outcome);
  }
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

async function take(pipeline: { consume(batch: Batch): unknown }, pool: BodyPool, id: number) {
  const body = bodyOf(pool, id);
  const admission = await pipeline.consume({ spans: body.bytes, spanCount: 4, memory: body });
  body.release();
  return admission;
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant("receive" as const) },
  {
    weight: 6,
    arbitrary: fc.record({ port: fc.nat(1), outcome: fc.constantFrom(accepted, retryable, permanent) }),
  },
  { weight: 1, arbitrary: fc.constant("wait" as const) },
);

describe("memory that is used again", () => {
  it("is never written to while an exporter may read it, whatever exporters answer and in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const ports = [new LateReader("a"), new LateReader("b")] as const;
        const queue = { queueSize: 5, numConsumers: 2 };
        const exporters = ports.map((port): ExporterSetUp => ({ port, queue }));
        const { pipeline, clock } = await startPipeline(exporters, { fanOut: "independent" });
        const pool = new BodyPool();
        let id = 0;
        for (const next of steps) {
          if (next === "receive") await take(pipeline, pool, ++id);
          else if (next === "wait") clock.advance(6_000);
          else ports[next.port]!.answerFirst(next.outcome);
          await settle();
        }
        for (let round = 0; round < 300 && ports.some(({ open }) => open.length > 0); round += 1) {
          for (const port of ports) port.answerFirst(accepted);
          await settle();
        }
      }),
      { numRuns: 200 },
    );
  });

  it("comes back from a batch that all exporters have taken, and is used for the next", async () => {
    const ports = [new LateReader("a"), new LateReader("b")] as const;
    const { pipeline } = await startPipeline(ports.map((port) => ({ port })));
    const pool = new BodyPool();
    await take(pipeline, pool, 1);
    ports[0].answerFirst(accepted);
    await settle();
    expect(pool.idleBytes).toBe(0);
    ports[1].answerFirst(accepted);
    await settle();
    expect(pool.idleBytes).toBe(3072);
  });

  it("comes back at once from a batch that no queue took", async () => {
    const port = new LateReader("a");
    const { pipeline } = await startPipeline([{ port, queue: { queueSize: 1, numConsumers: 1 } }]);
    const pool = new BodyPool();
    await take(pipeline, pool, 1);
    expect(await take(pipeline, pool, 2)).toMatchObject({ kind: "refused" });
    expect(pool.idleBytes).toBe(3072);
  });

  it("is left to the garbage collector when the batch went to the dead letters, whose disk may be read for later", async () => {
    const port = new LateReader("a");
    const { pipeline } = await startPipeline([{ port }], { deadLetters: new CollectingSink() });
    const pool = new BodyPool();
    await take(pipeline, pool, 1);
    port.answerFirst(permanent);
    await settle();
    await settle();
    expect(pipeline.stats()[0]).toMatchObject({ batchesInQueue: 0 });
    expect(pool.idleBytes).toBe(0);
  });
});
