import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../host/contract/index.ts";
import type { PluginState, PluginStatus } from "../../host/plugins/index.ts";
import { ManualClock } from "./manual-clock.ts";
import { batchOf, makePlugin, type TestPlugin } from "./open-plugin.ts";
import { importLog, log, loopOnX, text, trapOnX } from "./wat-bodies.ts";

const good = batchOf("good");
const poison = batchOf("X");

/** Resolves when the plugin enters a state; made before what leads there. */
function stateWatch() {
  const waiting: { state: PluginState; resolve: () => void }[] = [];
  return {
    onStateChange: ({ state }: PluginStatus) => {
      for (const wait of waiting.filter((entry) => entry.state === state)) wait.resolve();
    },
    entered: (state: PluginState) => new Promise<void>((resolve) => waiting.push({ state, resolve })),
  };
}

describe("a crash in export", () => {
  it("costs the batch in hand a retryable outcome, and the batches behind it nothing", async () => {
    const { plugin, lines } = await makePlugin({ export: trapOnX });
    await plugin.start();
    const answers = await Promise.all([good, poison, good, good].map((batch) => plugin.export(batch)));
    expect(answers.flat()).toEqual([
      { kind: "accepted" },
      {
        kind: "retryable",
        message: expect.stringContaining("guest: the plugin trapped in export-spans: wasm `unreachable`"),
        crashedPlugin: true,
      },
      { kind: "accepted" },
      { kind: "accepted" },
    ]);
    expect(plugin.status()).toMatchObject({ state: "ready", crashes: 1, restarts: 1, pending: 0 });
    expect(plugin.status().lastError).toMatchObject({ code: "PLUGIN_CRASHED" });
    expect(lines.map(({ level, message }) => [level, message.split(":")[0]])).toEqual([
      ["error", "guest"],
      ["info", "the plugin is back"],
    ]);
    await plugin.stop();
  });

  it("is told in the guest's last words", async () => {
    const { plugin } = await makePlugin({
      imports: importLog,
      fields: text("index out of range"),
      export: `${log(5, 18)} (unreachable)`,
    });
    await plugin.start();
    const [outcome] = await plugin.export(good);
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/^guest: the plugin trapped in export-spans: index out of range/),
    });
    await plugin.stop();
  });

  it("says so when the memory is at its cap", async () => {
    const grow =
      "(drop (memory.grow (i32.const 2048))) (if (i32.ge_u (memory.size) (i32.const 1000)) (then (unreachable))) (i32.const 128)";
    const { plugin } = await makePlugin({ export: `(drop (memory.grow (i32.const 992))) ${grow}` });
    await plugin.start();
    expect(await plugin.export(good)).toMatchObject([
      { kind: "retryable", message: expect.stringContaining("out of memory: 64 of 64 MiB") },
    ]);
    expect(plugin.status().lastError?.code).toBe("PLUGIN_MEMORY");
    await plugin.stop();
  });

  it("is the end of a guest whose log fields would fill the host's heap", async () => {
    const fields = `(local $i i32) (loop $next
      (i32.store (i32.add (i32.const 65536) (i32.shl (local.get $i) (i32.const 4))) (i32.const 1048576))
      (i32.store (i32.add (i32.const 65540) (i32.shl (local.get $i) (i32.const 4))) (i32.const 10000000))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 400))))
      (call $log (i32.const 2) (i32.const 1024) (i32.const 3) (i32.const 65536) (i32.const 400)) (i32.const 128)`;
    const { plugin } = await makePlugin({ memoryPages: 640, imports: importLog, export: fields });
    await plugin.start();
    expect(await plugin.export(good)).toMatchObject([{ kind: "retryable", crashedPlugin: true }]);
    expect(plugin.status().lastError?.code).toBe("PLUGIN_MEMORY");
    await plugin.stop();
  });

  it("in one of several trace exporters is the outcome of that one only", async () => {
    const three = `(i32.store (i32.const 80) (call $new (i32.const 1)))
      (i32.store (i32.const 84) (call $new (i32.const 2))) (i32.store (i32.const 88) (call $new (i32.const 3)))
      (i32.store (i32.const 68) (i32.const 80)) (i32.store (i32.const 72) (i32.const 3)) (i32.const 64)`;
    const second = "(if (i32.eq (local.get $self) (i32.const 2)) (then (unreachable))) (i32.const 128)";
    const { plugin } = await makePlugin({ config: three, export: second });
    await plugin.start();
    expect(await plugin.export(good)).toMatchObject([
      { kind: "accepted" },
      { kind: "retryable", crashedPlugin: true },
      { kind: "accepted" },
    ]);
    await plugin.stop();
  });
});

describe("a guest that loops in export", () => {
  it("is ended, and only the batch in hand is the worse for it", async () => {
    const limits = { ...defaultLimits, exportTimeoutMillis: 100 };
    const { plugin } = await makePlugin({ export: loopOnX }, { limits });
    await plugin.start();
    const answers = await Promise.all([good, poison, good].map((batch) => plugin.export(batch)));
    expect(answers.flat()).toEqual([
      { kind: "accepted" },
      {
        kind: "retryable",
        message: "guest: the plugin did not come back from export-spans in 100 ms and was ended",
        crashedPlugin: true,
      },
      { kind: "accepted" },
    ]);
    await plugin.stop();
  });
});

describe("a plugin that crashes again and again", () => {
  const crashLoop = { maxCrashes: 2, windowMillis: 60_000, pauseMillis: 60_000 };

  async function loopingPlugin(guest: Parameters<typeof makePlugin>[0]) {
    const clock = new ManualClock();
    const watch = stateWatch();
    const made: TestPlugin = await makePlugin(guest, {
      clock,
      crashLoop,
      onStateChange: watch.onStateChange,
    });
    const { plugin } = made;
    await plugin.start();
    const restarting = watch.entered("restarting");
    const first = plugin.export(poison);
    await restarting;
    const ready = watch.entered("ready");
    clock.advance(100);
    await ready;
    const looping = watch.entered("crash-looping");
    const [second, behind] = [plugin.export(poison), plugin.export(good)];
    await looping;
    return { ...made, clock, watch, answers: await Promise.all([first, second, behind]) };
  }

  it("is set aside: its batches come back at once, with the time of the next try", async () => {
    const { plugin, clock, answers, lines } = await loopingPlugin({ export: trapOnX });
    expect(answers[2]).toEqual([
      {
        kind: "retryable",
        message: expect.stringMatching(
          /^guest: the plugin is crash-looping: guest: the plugin trapped in export-spans/,
        ),
        notTried: true,
        retryAfterMillis: 60_000,
      },
    ]);
    clock.advance(15_000);
    expect(await plugin.export(good)).toMatchObject([{ kind: "retryable", retryAfterMillis: 45_000 }]);
    clock.jump(-3_600_000);
    expect(await plugin.export(good)).toMatchObject([{ kind: "retryable", retryAfterMillis: 45_000 }]);
    clock.jump(3_600_000);
    expect(plugin.status()).toMatchObject({
      state: "crash-looping",
      crashes: 2,
      retryAtMillis: clock.now() + 45_000,
    });
    expect(lines.map(({ message }) => message)).toContain(
      "the plugin crashes again and again and is set aside",
    );
    await plugin.stop();
    expect(plugin.status().state).toBe("stopped");
    expect(clock.pending).toBe(0);
  });

  it("is tried again after the pause", async () => {
    const { plugin, clock, watch } = await loopingPlugin({ export: trapOnX });
    const ready = watch.entered("ready");
    clock.advance(60_000);
    await ready;
    expect(await plugin.export(good)).toEqual([{ kind: "accepted" }]);
    expect(plugin.status()).toMatchObject({ state: "ready", crashes: 2, restarts: 2 });
    await plugin.stop();
  });

  it("is tried again at once by restart", async () => {
    const { plugin } = await loopingPlugin({ export: trapOnX });
    await plugin.restart();
    expect(plugin.status().state).toBe("ready");
    expect(await plugin.export(good)).toEqual([{ kind: "accepted" }]);
    await plugin.restart();
    expect(plugin.status()).toMatchObject({ state: "ready", restarts: 2 });
    await plugin.stop();
  });
});

describe("a plugin whose restart fails", () => {
  it("stays down, and restart says why", async () => {
    const clock = new ManualClock();
    const watch = stateWatch();
    // Both read a byte that the agent changes between the two starts: the config as it lies in the agent's memory.
    const blob = new Uint8Array(new SharedArrayBuffer(1));
    const { plugin } = await makePlugin(
      {
        export: trapOnX,
        config: `(if (i32.load8_u (local.get $blob)) (then (unreachable)))
          (i32.store (i32.const 80) (call $new (i32.const 7))) (i32.store (i32.const 68) (i32.const 80))
          (i32.store (i32.const 72) (i32.const 1)) (i32.const 64)`,
      },
      { clock, config: { blob, type: "unknown" }, onStateChange: watch.onStateChange },
    );
    await plugin.start();
    blob[0] = 1;
    const restarting = watch.entered("restarting");
    const answer = plugin.export(poison);
    await restarting;
    expect(await answer).toMatchObject([{ kind: "retryable", crashedPlugin: true }]);
    await expect(plugin.restart()).rejects.toMatchObject({ code: "PLUGIN_CRASHED" });
    expect(plugin.status()).toMatchObject({ state: "restarting", crashes: 2, restarts: 0 });
    blob[0] = 0;
    await plugin.restart();
    expect(plugin.status()).toMatchObject({ state: "ready", crashes: 2, restarts: 1 });
    await plugin.stop();
  });

  it("gives back the batches that wait for it when it is stopped", async () => {
    const clock = new ManualClock();
    const watch = stateWatch();
    const { plugin } = await makePlugin({ export: trapOnX }, { clock, onStateChange: watch.onStateChange });
    await plugin.start();
    const restarting = watch.entered("restarting");
    void plugin.export(poison);
    await restarting;
    const waiting = plugin.export(good);
    expect(plugin.status().pending).toBe(1);
    await plugin.stop();
    expect(await waiting).toEqual([
      { kind: "retryable", message: "guest: the plugin is stopped", notTried: true },
    ]);
  });
});
