import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../host/contract/index.ts";
import { contractWit } from "../support/wat-plugin.ts";
import { batchOf, makePlugin } from "./open-plugin.ts";
import {
  acceptWith,
  err,
  exporters,
  failPermanent,
  failRetryable,
  loop,
  rejectSelf,
  text,
  trap,
} from "./wat-bodies.ts";

describe("a plugin's start", () => {
  it("makes it ready with as many trace exporters as it made of its config", async () => {
    const { plugin } = await makePlugin({ config: exporters(3) });
    await plugin.start();
    expect(plugin.width).toBe(3);
    expect(plugin.status()).toMatchObject({
      name: "guest",
      state: "ready",
      width: 3,
      crashes: 0,
      restarts: 0,
    });
    expect(plugin.status().digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    await plugin.stop();
    expect(plugin.status().state).toBe("stopped");
  });

  it.each([
    [
      "a refusal, in the plugin's words",
      { fields: text("No parsed filepaths"), config: err(64, 19) },
      "PLUGIN_CONFIG_REFUSED",
      "guest: the plugin refused its config: No parsed filepaths",
    ],
    [
      "no exporter",
      { config: "(i32.const 64)" },
      "PLUGIN_CONFIG_REFUSED",
      "made no exporter from its config",
    ],
    [
      "1001 exporters",
      { config: exporters(1001) },
      "PLUGIN_CONFIG_REFUSED",
      "made 1001 exporters from its config; at most 1000",
    ],
    [
      "a trap in config",
      { config: trap },
      "PLUGIN_CRASHED",
      "guest: the plugin trapped in config: wasm `unreachable`",
    ],
    [
      "a trap in a start function",
      { fields: "(func $go unreachable) (start $go)" },
      "PLUGIN_CRASHED",
      "guest: the plugin trapped in instantiate: unreachable",
    ],
    [
      "a stack overflow",
      { fields: "(func $deep (call $deep))", config: `(call $deep) ${trap}` },
      "PLUGIN_CRASHED",
      "Maximum call stack size exceeded",
    ],
    [
      "a pointer out of its memory",
      {
        config: `(i32.store (i32.const 68) (i32.const -4)) (i32.store (i32.const 72) (i32.const 9)) (i32.const 64)`,
      },
      "PLUGIN_CRASHED",
      "trapped in config",
    ],
  ])("fails with %s", async (_what, guest, code, message) => {
    const { plugin } = await makePlugin(guest);
    await expect(plugin.start()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(plugin.status()).toMatchObject({ state: "failed", lastError: { code } });
  });

  it.each([
    ["config", { config: loop }],
    ["instantiate", { fields: "(func $go (loop $again (br $again))) (start $go)" }],
  ])("ends a guest that loops in %s", async (call, guest) => {
    const limits = { ...defaultLimits, configTimeoutMillis: 100 };
    const { plugin } = await makePlugin(guest, { limits });
    await expect(plugin.start()).rejects.toMatchObject({
      code: "PLUGIN_TIMEOUT",
      message: `guest: the plugin did not come back from ${call} in 100 ms and was ended`,
    });
  });

  it("runs no code of a plugin that is not for this agent", async () => {
    const { plugin } = await makePlugin({ version: "1.0.1" }, {}, contractWit.replaceAll("@1.0.0", "@1.0.1"));
    await expect(plugin.start()).rejects.toMatchObject({
      code: "PLUGIN_WRONG_VERSION",
      message: expect.stringMatching(/guest.*1\.0\.1.*1\.0\.0/s),
    });
  });

  it("can be tried again after a failure", async () => {
    const { plugin } = await makePlugin({ config: trap });
    await expect(plugin.start()).rejects.toMatchObject({ code: "PLUGIN_CRASHED" });
    await expect(plugin.start()).rejects.toMatchObject({ code: "PLUGIN_CRASHED" });
    await plugin.stop();
    expect(plugin.status().state).toBe("stopped");
  });
});

describe("a plugin's outcomes", () => {
  it.each([
    ["accepted", {}, { kind: "accepted" }],
    [
      "accepted with a warning",
      { fields: text("slow"), export: acceptWith(0, 4) },
      { kind: "accepted", message: "slow" },
    ],
    [
      "partly rejected",
      { fields: text("too old"), export: acceptWith(2, 7) },
      { kind: "partly-rejected", rejectedSpans: 2, message: "too old" },
    ],
    [
      "never more rejected than were given",
      { export: "(i32.store (i32.const 132) (i32.const -1)) (i32.const 128)" },
      { kind: "partly-rejected", rejectedSpans: 3 },
    ],
    ["retryable", { fields: text("busy"), export: failRetryable(4) }, { kind: "retryable", message: "busy" }],
    [
      "retryable with a time",
      { fields: text("busy"), export: failRetryable(4, 1500) },
      { kind: "retryable", message: "busy", retryAfterMillis: 1500 },
    ],
    [
      "permanent",
      { fields: text("never"), export: failPermanent(5) },
      { kind: "permanent", message: "never" },
    ],
  ])("are %s", async (_what, guest, outcome) => {
    const { plugin } = await makePlugin(guest);
    await plugin.start();
    expect(await plugin.export(batchOf("spans"))).toEqual([outcome]);
    await plugin.stop();
  });

  it("come from each trace exporter, in the order of the targets", async () => {
    const { plugin } = await makePlugin({ config: exporters(3), export: rejectSelf });
    await plugin.start();
    const rejected = async (targets?: readonly number[]) =>
      (await plugin.export(batchOf("spans", 9), targets)).map(
        (outcome) => "rejectedSpans" in outcome && outcome.rejectedSpans,
      );
    expect(await rejected()).toEqual([1, 2, 3]);
    expect(await rejected([2, 0])).toEqual([3, 1]);
    expect(await rejected([])).toEqual([]);
    expect(await plugin.export(batchOf("spans"), [3])).toEqual([
      { kind: "permanent", message: "guest: there is no trace exporter 3; the plugin made 3" },
    ]);
    expect(plugin.status().counters).toEqual({
      batches: 6,
      spans: 48,
      accepted: 0,
      partlyRejected: 5,
      rejectedSpans: 10,
      retryable: 0,
      permanent: 1,
    });
    await plugin.stop();
  });

  it("are the same for bytes in the middle of a pooled buffer", async () => {
    const firstByte = "(i32.store (i32.const 132) (i32.load8_u (local.get $ptr))) (i32.const 128)";
    const { plugin } = await makePlugin({ export: firstByte });
    await plugin.start();
    for (const pool of [new Uint8Array(1000), Buffer.alloc(1000)]) {
      const spans = pool.fill(9).subarray(400, 402).fill(5);
      expect(await plugin.export({ spans, spanCount: 100 })).toEqual([
        { kind: "partly-rejected", rejectedSpans: 5 },
      ]);
      expect([...pool.subarray(399, 403)]).toEqual([9, 5, 5, 9]);
    }
    await plugin.stop();
  });

  it("are retryable before the start and after the stop", async () => {
    const { plugin } = await makePlugin({});
    expect(await plugin.export(batchOf("spans"), [0])).toEqual([
      { kind: "retryable", message: "guest: the plugin is stopped", notTried: true },
    ]);
    await plugin.start();
    await plugin.stop();
    expect(await plugin.export(batchOf("spans"))).toEqual([
      { kind: "retryable", message: "guest: the plugin is stopped", notTried: true },
    ]);
  });
});
