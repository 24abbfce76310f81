import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { exporters, failPermanent, text, trap } from "../plugins/wat-bodies.ts";
import { type LiveAgent, refusal, twoExporters as setUp } from "./live-agent.ts";

describe("a reload with a canary", () => {
  async function sendUntil(agent: LiveAgent, change: Promise<unknown>): Promise<number> {
    let isDone = false;
    const end = () => {
      isDone = true;
    };
    change.then(end, end);
    let sent = 0;
    while (!isDone) {
      if (agent.send(sent % 256)) sent += 1;
      await turn();
    }
    return sent;
  }

  it("promotes a new one that is as good, with the reason", async () => {
    const agent = await setUp();
    const change = agent.control.reload("files", { entry: "plugin: ./b.wasm\n", canaryShare: 0.3 });
    const sent = await sendUntil(agent, change);
    expect(await change).toMatchObject({ kind: "changed" });
    expect(agent.view("files")).toMatchObject({ swaps: 1 });
    expect(agent.view("files")).not.toHaveProperty("canary");
    const told = agent.events.filter(({ kind }) => kind === "canary").map(({ message }) => message);
    expect(told).toEqual([
      expect.stringContaining("gets 30.0 % of the batches"),
      expect.stringContaining("promoted"),
    ]);
    await agent.control.disable("files");
    expect(agent.view("files")!.counters).toMatchObject({ sentSpans: sent, failedSpans: 0 });
  });

  it.each([
    ["crashes", { export: trap }, "crashed"],
    ["refuses everything", { fields: text("no"), export: failPermanent(2) }, "it failed 100.0 %"],
  ])("rolls back a new one that %s, and no span is lost by it", async (_, guest, reason) => {
    const agent = await setUp();
    await agent.plugin("bad.wasm", guest);
    const change = agent.control.reload("files", { entry: "plugin: ./bad.wasm\n", canaryShare: 0.3 });
    const sent = await sendUntil(agent, change);
    await expect(change).rejects.toThrow(refusal("CANARY_ROLLED_BACK", reason));
    expect(agent.view("files")).toMatchObject({ swaps: 0, state: "ready" });
    await agent.control.disable("files");
    expect(agent.view("files")!.counters).toMatchObject({ sentSpans: sent, failedSpans: 0 });
  });

  it("is ended by another change of the same exporter", async () => {
    const agent = await setUp();
    const change = agent.control.reload("files", { entry: "plugin: ./b.wasm\n", canaryShare: 0.3 });
    const [canary, disable] = await Promise.allSettled([change, agent.control.disable("files")]);
    expect(canary).toMatchObject({ status: "rejected", reason: { code: "CANARY_ROLLED_BACK" } });
    expect(disable).toMatchObject({ status: "fulfilled" });
    expect(agent.view("files")).toMatchObject({ state: "disabled" });
  });

  it("is refused with a share that is none, or another number of exporters", async () => {
    const agent = await setUp();
    await agent.plugin("two.wasm", { config: exporters(2) });
    const change = agent.control.reload("files", { entry: "plugin: ./two.wasm\n", canaryShare: 0.5 });
    await expect(change).rejects.toThrow(
      refusal("CHANGE_NOT_POSSIBLE", "made 2 exporters, the running one 1"),
    );
    for (const canaryShare of [0, 1, -1, Number.NaN]) {
      await expect(agent.control.reload("files", { canaryShare })).rejects.toThrow(
        refusal("CHANGE_NOT_POSSIBLE", "between 0 and 1"),
      );
    }
  });
});
