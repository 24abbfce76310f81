import { describe, expect, it } from "vitest";
import { FakePort, retryable } from "./fake-port.ts";
import { batchOf, startPipeline } from "./set-up.ts";

describe("a wall clock that jumps", () => {
  for (const [where, jumpMillis] of [
    ["a day ahead", 86_400_000],
    ["a day back", -86_400_000],
  ] as const) {
    it(`${where} neither hastens nor delays a try, and gives no batch up`, async () => {
      const port = new FakePort("files", { respond: () => retryable });
      const retry = { initialIntervalMillis: 1_000, maxIntervalMillis: 1_000, maxElapsedTimeMillis: 60_000 };
      const { pipeline, clock } = await startPipeline([{ port, retry }]);
      pipeline.consume(batchOf(1));
      await clock.advance(500);
      const wallClock = clock.now.bind(clock);
      clock.now = () => wallClock() + jumpMillis;
      await clock.advance(499);
      expect(port.seen).toHaveLength(1);
      await clock.advance(1);
      expect(port.seen).toHaveLength(2);
      await clock.advance(57_000);
      expect(pipeline.stats()[0]).toMatchObject({ queueSize: 1, failedSpans: 0 });
    });

    it(`${where} does not change when a batch that is gathered goes`, async () => {
      const port = new FakePort("files");
      const batch = { sendBatchSize: 100, sendBatchMaxSize: 0, timeoutMillis: 200 };
      const { pipeline, clock } = await startPipeline([{ port, batch }]);
      pipeline.consume(batchOf(1));
      const wallClock = clock.now.bind(clock);
      clock.now = () => wallClock() + jumpMillis;
      await clock.advance(199);
      expect(port.seen).toHaveLength(0);
      await clock.advance(1);
      expect(port.seen).toHaveLength(1);
    });
  }
});
