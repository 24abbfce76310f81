import { expect, it } from "vitest";
import { type Batch, silentLogger } from "../../host/contract/index.ts";
import { MemoryLimiter } from "../../host/pipeline/index.ts";
import { FakeClock } from "./fake-clock.ts";

const mebi = 1024 * 1024;
const batch = (bytes: number): Batch => ({ spans: new Uint8Array(bytes), spanCount: 1 });

function setUp({ freeable = 0 } = {}) {
  const clock = new FakeClock();
  const memory = { bytes: 10 * mebi, collections: 0 };
  let taken = 0;
  const limiter = new MemoryLimiter({
    next: {
      consume() {
        taken++;
        return { kind: "queued" };
      },
    },
    limitBytes: 100 * mebi,
    spikeBytes: 20 * mebi,
    checkIntervalMillis: 1000,
    residentBytes: () => memory.bytes,
    collectGarbage() {
      memory.collections++;
      memory.bytes -= freeable;
    },
    clock,
    logger: silentLogger,
  });
  return { limiter, clock, memory, taken: () => taken };
}

it("lets batches pass below the soft limit, and does not collect garbage", async () => {
  const { limiter, memory, taken } = setUp();
  await limiter.start();
  expect(await limiter.consume(batch(1))).toEqual({ kind: "queued" });
  expect(taken()).toBe(1);
  expect(memory.collections).toBe(0);
});

it("refuses above the soft limit and says when to come again, until memory is freed", async () => {
  const { limiter, clock, memory, taken } = setUp();
  await limiter.start();
  memory.bytes = 81 * mebi;
  await clock.advance(1000);
  expect(await limiter.consume(batch(1))).toMatchObject({ kind: "refused", retryAfterMillis: 1000 });
  expect(taken()).toBe(0);
  memory.bytes = 79 * mebi;
  await clock.advance(1000);
  expect(await limiter.consume(batch(1))).toEqual({ kind: "queued" });
});

it("collects garbage before it refuses", async () => {
  const { limiter, clock, memory } = setUp({ freeable: 5 * mebi });
  await limiter.start();
  memory.bytes = 84 * mebi;
  await clock.advance(1000);
  expect(memory.collections).toBe(1);
  expect(await limiter.consume(batch(1))).toEqual({ kind: "queued" });
});

it("does not let in more between two looks than there is room below the soft limit", async () => {
  const { limiter, clock, memory, taken } = setUp();
  memory.bytes = 50 * mebi;
  await limiter.start();
  const admissions = await Promise.all([1, 2, 3, 4].map(() => limiter.consume(batch(10 * mebi))));
  expect(admissions.map(({ kind }) => kind)).toEqual(["queued", "queued", "queued", "refused"]);
  expect(taken()).toBe(3);
  await clock.advance(1000);
  expect(await limiter.consume(batch(10 * mebi))).toEqual({ kind: "queued" });
});

it("frees what it refused before that fills the spike", async () => {
  const { limiter, memory } = setUp();
  memory.bytes = 81 * mebi;
  await limiter.start();
  const before = memory.collections;
  for (let refused = 0; refused < 8; refused++) await limiter.consume(batch(2 * mebi));
  expect(memory.collections - before).toBe(2);
});

it("looks no more after it was stopped", async () => {
  const { limiter, clock, memory } = setUp();
  await limiter.start();
  await limiter.stop();
  memory.bytes = 99 * mebi;
  await clock.advance(10_000);
  expect(memory.collections).toBe(0);
});
