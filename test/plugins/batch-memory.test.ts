import { describe, expect, it } from "vitest";
import type { Batch } from "../../host/contract/index.ts";
import { batchOf, makePlugin } from "./open-plugin.ts";
import { trapOnX } from "./wat-bodies.ts";

const good = batchOf("good");
const poison = batchOf("X");

describe("memory of a batch that is used again", () => {
  it("is released when the thread came back from the batch, and never when it may still read it", async () => {
    const { plugin } = await makePlugin({ export: trapOnX });
    await plugin.start();
    const holders = new Map<string, number>();
    const held = (name: string, batch: Batch): Batch => ({
      ...batch,
      memory: {
        hold: () => holders.set(name, (holders.get(name) ?? 0) + 1),
        release: () => holders.set(name, holders.get(name)! - 1),
      },
    });
    const batches = [held("before", good), held("poison", poison), held("behind", good)];
    await Promise.all(batches.map((batch) => plugin.export(batch)));
    expect(Object.fromEntries(holders)).toEqual({ before: 0, poison: 1, behind: 0 });
    await plugin.stop();
    await plugin.export(held("late", good));
    expect(holders.get("late") ?? 0).toBe(0);
  });
});
