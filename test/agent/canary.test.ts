import { describe, expect, it } from "vitest";
import { Canary } from "../../host/agent/canary.ts";
import { judgeTrial, type TrialFigures } from "../../host/agent/canary-verdict.ts";
import { MeteredPort } from "../../host/agent/metered-port.ts";
import type { Outcome } from "../../host/contract/index.ts";
import { FakeClock, settled } from "../pipeline/fake-clock.ts";
import { accept, accepted, FakePort, permanent, type Respond, retryable } from "../pipeline/fake-port.ts";
import { batchOf } from "../pipeline/set-up.ts";

const crash: Outcome = { kind: "retryable", message: "trapped", crashedPlugin: true };

interface SetUp {
  readonly share?: number;
  readonly width?: number;
  readonly running?: Respond;
  readonly candidate?: Respond;
}

function setUp({ share = 0.1, width = 1, running = accept, candidate = accept }: SetUp = {}) {
  const clock = new FakeClock();
  const ports = {
    running: new FakePort("files", { width, respond: running }),
    candidate: new FakePort("files", { width, respond: candidate }),
  };
  const metered = (side: keyof typeof ports) =>
    new MeteredPort(ports[side], clock, (call) => canary.note(side, call));
  const canary: Canary = new Canary({
    running: metered("running"),
    candidate: metered("candidate"),
    digest: "sha256:new",
    share,
    clock,
  });
  const send = async (batches: number) => {
    const outcomes: Outcome[] = [];
    for (let id = 0; id < batches; id += 1) outcomes.push(...(await canary.export(batchOf(id, 10))));
    return outcomes;
  };
  return { canary, clock, send, ...ports };
}

describe("a canary", () => {
  it("gets exactly its share, evenly spread", async () => {
    const { send, running, candidate } = setUp({ share: 0.05 });
    await send(200);
    expect([running.seen.length, candidate.seen.length]).toEqual([190, 10]);
    const ids = candidate.seen.map(({ spans }) => spans[0]!);
    expect(ids.slice(1).every((id, index) => id - ids[index]! === 20)).toBe(true);
  });

  it("is promoted after a hundred good answers", async () => {
    const { canary, send } = setUp();
    await send(1_001);
    await expect(canary.verdict).resolves.toMatchObject({ kind: "promote" });
  });

  it.each([
    ["permanent failures", permanent],
    ["retryable failures", retryable],
    ["crashes", crash],
  ])("costs no batch by its %s: the running one gets it in the same call", async (_, outcome) => {
    const { canary, send, running } = setUp({ share: 0.5, candidate: () => outcome });
    const outcomes = await send(60);
    expect(outcomes).toEqual(outcomes.map(() => accepted));
    expect(running.seen).toHaveLength(60);
    await expect(canary.verdict).resolves.toMatchObject({ kind: "roll-back" });
  });

  it("asks the running one only for those exporters that did not take the batch", async () => {
    const { canary, running } = setUp({
      share: 0.99,
      width: 3,
      candidate: (_, target) => (target === 1 ? permanent : accepted),
      running: (_, target) => ({ kind: "accepted", message: `running ${target}` }),
    });
    await canary.export(batchOf(1));
    const outcomes = await canary.export(batchOf(2));
    expect(outcomes).toEqual([accepted, { kind: "accepted", message: "running 1" }, accepted]);
    expect(running.seen).toHaveLength(2);
  });

  it("gets nothing more after the verdict", async () => {
    const { canary, send, candidate } = setUp({ share: 0.9, candidate: () => crash });
    await send(50);
    expect(candidate.seen).toHaveLength(1);
    await expect(canary.verdict).resolves.toMatchObject({ reason: expect.stringContaining("crashed") });
  });

  it("is rolled back when too few batches come in its time", async () => {
    const { canary, clock, send } = setUp({ share: 0.5 });
    await send(6);
    await clock.advance(300_000);
    await expect(canary.verdict).resolves.toEqual({
      kind: "roll-back",
      reason: "it got only 3 batches in 300000 ms",
    });
    expect(clock.pending).toBe(0);
  });

  it("is judged by what came when its time is over", async () => {
    const { canary, clock, send } = setUp({ share: 0.5 });
    await send(40);
    await clock.advance(300_000);
    await expect(canary.verdict).resolves.toMatchObject({ kind: "promote" });
  });

  it("ends at once when it is aborted", async () => {
    const { canary, clock } = setUp();
    canary.abort("the agent stops");
    await expect(canary.verdict).resolves.toEqual({ kind: "roll-back", reason: "the agent stops" });
    await settled();
    expect(clock.pending).toBe(0);
  });
});

describe("the verdict on a canary", () => {
  const good: TrialFigures = {
    answered: 1_000,
    failed: 0,
    crashed: 0,
    spans: 10_000,
    rejectedSpans: 0,
    medianMillis: 1,
  };
  const half = { ...good, answered: 100, spans: 1_000 };

  it.each<[string, Partial<TrialFigures>, Partial<TrialFigures>, "promote" | "roll-back" | undefined]>([
    ["is good", {}, {}, "promote"],
    ["has few answers yet", {}, { answered: 99 }, undefined],
    ["has nothing to be compared with yet", { answered: 3 }, {}, undefined],
    ["crashed once", {}, { answered: 1, failed: 1, crashed: 1 }, "roll-back"],
    [
      "crashes as the running one does",
      { failed: 100, crashed: 100 },
      { failed: 10, crashed: 10 },
      "promote",
    ],
    ["fails plainly more, early", {}, { answered: 10, failed: 2 }, "roll-back"],
    ["fails a little more", {}, { failed: 2 }, "promote"],
    ["fails clearly more", {}, { failed: 3 }, "roll-back"],
    ["fails as the running one does", { failed: 500 }, { failed: 60 }, "promote"],
    ["rejects clearly more spans", { rejectedSpans: 100 }, { rejectedSpans: 50 }, "roll-back"],
    ["takes twice as long", {}, { medianMillis: 3 }, "promote"],
    ["takes more than twice as long", {}, { medianMillis: 3.1 }, "roll-back"],
    ["is as slow as the running one", { medianMillis: 400 }, { medianMillis: 500 }, "promote"],
  ])("of one that %s", (_, running, candidate, kind) => {
    expect(judgeTrial({ ...good, ...running }, { ...half, ...candidate }, 1_000)?.kind).toBe(kind);
  });
});

describe("a metered port", () => {
  it("counts a call's time from when the one before it was done", async () => {
    const clock = new FakeClock();
    const port = new FakePort("files");
    const times: number[] = [];
    const metered = new MeteredPort(port, clock, ({ millis }) => times.push(millis));
    const answers = [metered.export(batchOf(1)), metered.export(batchOf(2))];
    await clock.advance(30);
    port.open[0]!.answer(accepted);
    await clock.advance(5);
    port.open[0]!.answer(accepted);
    await Promise.all(answers);
    expect(times).toEqual([30, 5]);
  });
});
