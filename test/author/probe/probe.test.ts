import { describe, expect, it, onTestFinished } from "vitest";
import { Probe, ProbePool } from "../../../host/author/probe/index.ts";
import {
  defaultLimits,
  type Limits,
  noPermissions,
  silentLogger,
  systemClock,
} from "../../../host/contract/index.ts";
import { compileComponent } from "../../../host/sandbox/index.ts";
import { importLog, log, loopOnX, text, trapOnX } from "../../plugins/wat-bodies.ts";
import { buildWatPlugin, type HonestWatOptions, honestWat } from "../../support/wat-plugin.ts";

const config = { blob: new Uint8Array(), type: "yaml" } as const;
const batchOf = (content: string) => ({ spans: new TextEncoder().encode(content), spanCount: 1 });

async function poolOf(guest: HonestWatOptions): Promise<ProbePool> {
  const compiled = await compileComponent({
    name: "guest",
    bytes: await buildWatPlugin({ wat: honestWat(guest) }),
    memoryBytes: defaultLimits.memoryBytes,
    logger: silentLogger,
    clock: systemClock,
  });
  const pool = new ProbePool({
    name: "guest",
    compiled,
    permissions: noPermissions,
    injectHeaders: {},
    marker: "secret",
  });
  onTestFinished(() => pool.dispose());
  return pool;
}

async function configured(pool: ProbePool, limits: Limits = defaultLimits): Promise<Probe> {
  const { probe } = await Probe.start({ pool, limits });
  onTestFinished(() => probe.dispose());
  expect(await probe.call({ kind: "config", config })).toMatchObject({ value: { kind: "made", width: 1 } });
  return probe;
}

const exportOne = (probe: Probe, content: string) =>
  probe.call({ kind: "export", target: 0, batch: batchOf(content) });

describe("a probe", () => {
  it("answers every call after a trap with that trap, and makes room for a sound instance in its thread", async () => {
    const pool = await poolOf({ export: trapOnX });
    const probe = await configured(pool);
    const trap = { kind: "end", end: { kind: "trap", reason: expect.stringContaining("unreachable") } };
    expect(await exportOne(probe, "X")).toMatchObject(trap);
    expect(await exportOne(probe, "good")).toMatchObject(trap);
    expect(await probe.call({ kind: "stop" })).toMatchObject(trap);
    await probe.dispose();
    expect(await exportOne(await configured(pool), "good")).toMatchObject({ value: { ok: true } });
  });

  it("ends the thread of a guest that hangs, and the next instance has another one", async () => {
    const pool = await poolOf({ export: loopOnX });
    const probe = await configured(pool, { ...defaultLimits, exportTimeoutMillis: 200 });
    const hang = { kind: "end", end: { kind: "hang", limitMillis: 200 } };
    expect(await exportOne(probe, "X")).toMatchObject(hang);
    await probe.dispose();
    expect(await exportOne(await configured(pool), "good")).toMatchObject({ value: { ok: true } });
  });

  it("gives an instance nothing of the memory of the one before it in its thread", async () => {
    const pool = await poolOf({ export: "(drop (memory.grow (i32.const 10))) (i32.const 128)" });
    const first = await configured(pool);
    const [a, b] = [await exportOne(first, "a"), await exportOne(first, "b")];
    await first.dispose();
    const again = await exportOne(await configured(pool), "a");
    if (a.kind === "end" || b.kind === "end" || again.kind === "end") throw new Error("it ended");
    expect(b.memoryBytes).toBeGreaterThan(a.memoryBytes);
    expect(again.memoryBytes).toBe(a.memoryBytes);
  });

  it("repeats batches as often as it is told, or as its time allows", async () => {
    const probe = await configured(await poolOf({ export: trapOnX }));
    const repeat = { kind: "repeat", target: 0, batches: [batchOf("a"), batchOf("b")] } as const;
    expect(await probe.call({ ...repeat, times: 1_001, budgetMillis: 60_000 })).toMatchObject({
      value: { calls: 1_001, failures: 0 },
    });
    const timed = await probe.call({ ...repeat, times: Number.MAX_SAFE_INTEGER, budgetMillis: 20 });
    expect(timed).toMatchObject({ kind: "answer" });
    const bad = { ...repeat, batches: [batchOf("a"), batchOf("X")] };
    expect(await probe.call({ ...bad, times: 2, budgetMillis: 1_000 })).toMatchObject({ kind: "end" });
  });

  it("finds the marker in whatever the guest logs", async () => {
    const body = `${log(2, 9)} (i32.const 128)`;
    const probe = await configured(
      await poolOf({ imports: importLog, fields: text("my secret"), export: body }),
    );
    const { lines } = await exportOne(probe, "a");
    expect(lines).toEqual([{ level: "info", text: "my secret", hasMarker: true }]);
  });
});
