import { describe, expect, it } from "vitest";
import { settled } from "./fake-clock.ts";
import { FakePort, retryable } from "./fake-port.ts";
import { batchOf, startPipeline } from "./set-up.ts";

describe("max_elapsed_time", () => {
  it("does not count the time in which the plugin was set aside", async () => {
    let isAside = true;
    const aside = { ...retryable, notTried: true, retryAfterMillis: 60_000 } as const;
    const port = new FakePort("files", { respond: () => (isAside ? aside : retryable) });
    const { pipeline, clock } = await startPipeline([{ port, retry: { maxElapsedTimeMillis: 10_000 } }]);
    pipeline.consume(batchOf(1));
    await settled();
    await clock.advance(3_600_000);
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 0, queueSize: 1 });
    isAside = false;
    await clock.advance(60_000 + 11_000);
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 1, queueSize: 0 });
  });

  it("never gives up by time when max_elapsed_time is 0", async () => {
    const port = new FakePort("files", { respond: () => retryable });
    const { pipeline, clock } = await startPipeline([{ port, retry: { maxElapsedTimeMillis: 0 } }]);
    pipeline.consume(batchOf(1));
    await settled();
    await clock.advance(3_600_000);
    expect(pipeline.stats()[0]).toMatchObject({ failedSpans: 0, queueSize: 1 });
  });
});
