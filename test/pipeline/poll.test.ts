import { describe, expect, it } from "vitest";
import { accepted, FakePort } from "./fake-port.ts";
import { batchOf, idOf, startPipeline } from "./set-up.ts";

/** A plugin whose answers lie there until somebody looks. */
class PolledPort extends FakePort {
  polls = 0;

  poll(): void {
    this.polls += 1;
    for (const call of [...this.open]) call.answer(accepted);
  }
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe("a queue whose consumers are all busy", () => {
  it("looks whether the plugin is done with calls, and goes on at once", async () => {
    const port = new PolledPort();
    const { pipeline } = await startPipeline([{ port, queue: { numConsumers: 1 } }]);
    await pipeline.consume(batchOf(1));
    expect(port.polls).toBe(0);
    for (const id of [2, 3, 4]) await pipeline.consume(batchOf(id));
    await settle();
    expect(port.seen.map(idOf)).toEqual([1, 2, 3, 4]);
    expect(pipeline.stats()[0]).toMatchObject({ batchesInQueue: 1 });
  });
});
