import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RetrySchedule } from "../../host/pipeline/retry-schedule.ts";
import { FakeClock } from "./fake-clock.ts";

describe("a retry schedule", () => {
  it("hands out every item at its time, in the order of the times, on one timer", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 }), async (waits) => {
        const clock = new FakeClock();
        const came: [number, number][] = [];
        const schedule = new RetrySchedule<number>({
          clock,
          onDue: (wait) => came.push([wait, clock.monotonic()]),
        });
        for (const wait of waits) schedule.add(wait, wait);
        expect(clock.pending).toBe(1);
        expect(schedule.untilNextMillis()).toBe(Math.min(...waits));
        await clock.advance(1_000);
        expect(came).toEqual([...waits].sort((a, b) => a - b).map((wait) => [wait, wait]));
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it("gives everything back at once and forgets it", async () => {
    const clock = new FakeClock();
    const schedule = new RetrySchedule<string>({
      clock,
      onDue: () => {
        throw new Error("forgotten items are not due");
      },
    });
    schedule.add(5, "b");
    schedule.add(3, "a");
    expect(schedule.takeAll().sort()).toEqual(["a", "b"]);
    await clock.advance(10);
    expect(clock.pending).toBe(0);
  });
});
