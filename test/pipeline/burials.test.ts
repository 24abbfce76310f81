import { describe, expect, it } from "vitest";
import { settled } from "./fake-clock.ts";
import { FakePort } from "./fake-port.ts";
import { batchOf, CollectingSink, startPipeline } from "./set-up.ts";

const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });

async function refuseOne() {
  const port = new FakePort("files", { respond: () => ({ kind: "permanent", message: "never" }) });
  const sink = new CollectingSink();
  sink.failure = full;
  const setUp = await startPipeline([{ port }], { deadLetters: sink });
  setUp.pipeline.consume(batchOf(1, 4));
  await settled();
  return { ...setUp, sink };
}

describe("spans given up while the dead letters' disk fails", () => {
  it("stay in the queue, where they take room, until the disk takes them", async () => {
    const { pipeline, clock, sink } = await refuseOne();
    await clock.advance(60_000);
    expect(pipeline.stats()[0]).toMatchObject({ queueSize: 1, failedSpans: 0 });
    sink.failure = undefined;
    await clock.advance(5_000);
    expect(sink.letters).toHaveLength(1);
    expect(pipeline.stats()[0]).toMatchObject({ queueSize: 0, failedSpans: 4, deadLetteredSpans: 4 });
  });

  it("get one more try at a stop, and are lost when it fails", async () => {
    const { pipeline } = await refuseOne();
    expect(await pipeline.drain()).toEqual([
      { exporter: "files", lostBatches: 1, lostSpans: 4, keptBatches: 0, keptSpans: 0 },
    ]);
  });

  it("get one more try at a stop, and are not lost when it succeeds", async () => {
    const { pipeline, sink } = await refuseOne();
    sink.failure = undefined;
    expect(await pipeline.drain()).toEqual([
      { exporter: "files", lostBatches: 0, lostSpans: 0, keptBatches: 0, keptSpans: 0 },
    ]);
    expect(sink.letters).toHaveLength(1);
  });
});
