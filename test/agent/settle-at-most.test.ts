import { expect, it } from "vitest";
import { settleAtMost } from "../../host/agent/settle-at-most.ts";

it("runs no more than the limit at a time, and gives the results in the order of the items", async () => {
  let running = 0;
  let most = 0;
  const results = await settleAtMost(3, [5, 4, 3, 2, 1, 0], async (item) => {
    running++;
    most = Math.max(most, running);
    for (let turn = 0; turn < item; turn++) await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (item === 3) throw new Error("three");
    return item * 10;
  });
  expect(most).toBe(3);
  expect(
    results.map((result) => (result.status === "fulfilled" ? result.value : result.reason.message)),
  ).toEqual([50, 40, "three", 20, 10, 0]);
});

it("has nothing to do for no items", async () => {
  expect(await settleAtMost(3, [], () => Promise.reject(new Error("never")))).toEqual([]);
});
