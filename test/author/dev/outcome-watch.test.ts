import { expect, it } from "vitest";
import { OutcomeWatch } from "../../../host/author/dev/outcome-watch.ts";
import type { OutcomeSummary } from "../../../host/author/index.ts";
import { defaultLimits, type ExporterState, type ExporterView } from "../../../host/contract/index.ts";
import { FakeClock } from "../../pipeline/fake-clock.ts";

const none = { accepted: 0, partlyRejected: 0, retryable: 0, permanent: 0 };

/** An exporter whose figures the test sets. */
class FakeExporter {
  state: ExporterState = "ready";
  outcomes = { ...none };
  sentSpans = 0;
  failedSpans = 0;
  /** Calls by bucket: up to 1 ms, up to 10 ms, longer. */
  calls: [number, number, number] = [0, 0, 0];
  sumMillis = 0;

  accept(calls: number, bucket = 0): void {
    this.outcomes.accepted += calls;
    this.sentSpans += calls * 5;
    this.calls[bucket]! += calls;
    this.sumMillis += calls * [0.5, 5, 50][bucket]!;
  }

  view(): ExporterView {
    const count = this.calls.reduce((sum, each) => sum + each, 0);
    const others = {
      queuedSpans: 0,
      deadLetteredSpans: 0,
      refusedSpans: 0,
      refusedBatches: 0,
      droppedSpans: 0,
    };
    return {
      name: "files",
      state: this.state,
      sinceMillis: 0,
      plugin: { file: "/a.wasm", width: 1 },
      limits: defaultLimits,
      counters: {
        ...others,
        sentSpans: this.sentSpans,
        rejectedSpans: 0,
        failedSpans: this.failedSpans,
        retries: 0,
        calls: count,
        boundaryBytes: 0,
        outcomes: { ...this.outcomes },
      },
      queue: {
        size: 0,
        capacity: 1,
        sizer: "requests",
        batches: 0,
        spans: 3,
        callsInFlight: 0,
        batchesWaitingForRetry: 0,
      },
      memory: { bytes: 65_536, highWaterBytes: 65_536, limitBytes: 1 },
      crashes: 0,
      restarts: 0,
      swaps: 0,
      callMillis: { bounds: [1, 10], counts: [...this.calls], count, sum: this.sumMillis },
    };
  }
}

async function setUp() {
  const exporter = new FakeExporter();
  const clock = new FakeClock();
  const told: OutcomeSummary[] = [];
  const watch = new OutcomeWatch({
    list: () => [exporter.view()],
    onSummary: (summary) => told.push(summary),
    clock,
  });
  await watch.start();
  return { exporter, clock, told, watch };
}

it("the first batches are told at the next look, with what became of them and how long it took", async () => {
  const { exporter, clock, told } = await setUp();
  await clock.advance(5_000);
  expect(told).toEqual([]);
  exporter.accept(3);
  exporter.accept(1, 1);
  await clock.advance(1_000);
  expect(told).toEqual([
    {
      exporter: "files",
      state: "ready",
      calls: 4,
      ...none,
      accepted: 4,
      sentSpans: 20,
      rejectedSpans: 0,
      failedSpans: 0,
      queuedSpans: 3,
      callMillis: 6.5 / 4,
      slowestMillis: 10,
      memoryBytes: 65_536,
    },
  ]);
});

it("what goes on as before is told now and then only, with nothing left out", async () => {
  const { exporter, clock, told } = await setUp();
  for (let second = 0; second < 31; second += 1) {
    exporter.accept(2);
    await clock.advance(1_000);
  }
  expect(told.map(({ calls }) => calls)).toEqual([2, 20, 20, 20]);
});

it("another kind of outcome, and another state, are told at once", async () => {
  const { exporter, clock, told } = await setUp();
  exporter.accept(1);
  await clock.advance(2_000);
  exporter.outcomes.retryable += 1;
  exporter.calls[2] += 1;
  await clock.advance(1_000);
  expect(told.at(-1)).toMatchObject({ calls: 1, retryable: 1, slowestMillis: Number.POSITIVE_INFINITY });
  exporter.state = "crash-looping";
  await clock.advance(1_000);
  expect(told.at(-1)).toMatchObject({ state: "crash-looping", calls: 0, callMillis: undefined });
  expect(told).toHaveLength(3);
});

it("at the end the rest is told", async () => {
  const { exporter, clock, told, watch } = await setUp();
  exporter.accept(1);
  await clock.advance(1_000);
  exporter.accept(4);
  await watch.stop();
  expect(told.map(({ calls }) => calls)).toEqual([1, 4]);
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
});
