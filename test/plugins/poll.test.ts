import { describe, expect, it } from "vitest";
import { batchOf, makePlugin } from "./open-plugin.ts";

describe("polling a plugin", () => {
  it("hands over and takes in within one turn of the event loop", async () => {
    const { plugin } = await makePlugin({});
    await plugin.start();
    const answers = [1, 2, 3].map(() => plugin.export(batchOf("good")));
    const endMillis = Date.now() + 10_000;
    while (plugin.status().pending > 0 && Date.now() < endMillis) plugin.poll();
    expect(plugin.status()).toMatchObject({ pending: 0, counters: { spans: 9 } });
    expect(await Promise.all(answers)).toEqual(Array(3).fill([{ kind: "accepted" }]));
    await plugin.stop();
  });

  it("does nothing before the start and after the stop", async () => {
    const { plugin } = await makePlugin({});
    plugin.poll();
    await plugin.start();
    await plugin.stop();
    plugin.poll();
    expect(plugin.status().state).toBe("stopped");
  });
});
