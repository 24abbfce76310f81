import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { buildWatPlugin, honestWat } from "../support/wat-plugin.ts";
import { steadyLoad } from "./steady-load.ts";
import { ask, filesEntry, SwapScene } from "./swap-scene.ts";

function setUp(): SwapScene {
  const scene = new SwapScene();
  onTestFinished(() => scene[Symbol.dispose]());
  return scene;
}

async function started(scene: SwapScene, args: readonly string[] = []): Promise<AgentProcess> {
  const agent = await scene.start(args);
  onTestFinished(() => agent[Symbol.asyncDispose]());
  return agent;
}

/** Sends spans for as long as `work` takes; gives the ids of those that were accepted, and fails on any refusal. */
async function underLoad(agent: AgentProcess, work: () => Promise<void>): Promise<readonly string[]> {
  let isDone = false;
  const url = `${await agent.url("otlp/http")}/v1/traces`;
  const load = steadyLoad({
    url,
    spansPerBatch: 20,
    intervalMillis: 5,
    minBatches: 20,
    maxBatches: 6_000,
    until: async () => isDone,
  });
  const working = work().finally(() => {
    isDone = true;
  });
  const [{ accepted, refusals }] = await Promise.all([load, working]);
  expect(refusals).toEqual([]);
  return accepted;
}

const sorted = (ids: readonly string[]) => [...ids].sort();

const storage = "sending_queue: { storage: ./queue }\n";

describe("exporters of an agent under load", () => {
  it("are swapped again and again, and every span comes through exactly once", {
    timeout: 60_000,
  }, async () => {
    const scene = setUp();
    scene.writeConfig({ files: filesEntry("a.jsonl", storage), other: filesEntry("other.jsonl") });
    const agent = await started(scene);
    const accepted = await underLoad(agent, async () => {
      for (let round = 0; round < 12; round += 1) {
        const entry = filesEntry(
          round % 2 === 0 ? "b.jsonl" : "a.jsonl",
          `${storage}limits: { memory: ${8 + (round % 2)}MiB }\n`,
        );
        const answer = await ask(agent, "POST", "/files/reload", { entry });
        expect(answer).toMatchObject({ status: 200, body: { kind: "changed" } });
      }
    });
    const { body } = await ask(agent, "GET", "");
    const swaps = body.exporters.map((each: { name: string; swaps: number }) => [each.name, each.swaps]);
    expect(swaps).toEqual([
      ["files", 12],
      ["other", 0],
    ]);
    expect(await agent.stop()).toBe(0);
    const written = [...scene.written("a.jsonl"), ...scene.written("b.jsonl")];
    expect(sorted(written)).toEqual(sorted(accepted));
    expect(scene.written("b.jsonl")).not.toEqual([]);
    expect(sorted(scene.written("other.jsonl"))).toEqual(sorted(accepted));
  });

  it("come, pause and go while the others get every span", { timeout: 60_000 }, async () => {
    const scene = setUp();
    scene.writeConfig({ files: filesEntry("a.jsonl") });
    const agent = await started(scene);
    const accepted = await underLoad(agent, async () => {
      const steps: [string, string, unknown?][] = [
        ["PUT", "/late", { entry: filesEntry("late.jsonl") }],
        ["POST", "/late/disable"],
        ["POST", "/late/enable"],
        ["DELETE", "/late"],
      ];
      for (const [method, path, body] of steps) {
        expect(await ask(agent, method, path, body)).toMatchObject({
          status: 200,
          body: { kind: "changed" },
        });
      }
    });
    expect(await agent.stop()).toBe(0);
    expect(sorted(scene.written("a.jsonl"))).toEqual(sorted(accepted));
    const late = scene.written("late.jsonl");
    expect(new Set(late).size).toBe(late.length);
    expect(accepted).toEqual(expect.arrayContaining(late));
  });

  it("stay when the new one is no good, and the caller hears why", { timeout: 60_000 }, async () => {
    const scene = setUp();
    scene.writeConfig({ files: filesEntry("a.jsonl") });
    scene.file("junk.wasm", "this is no plugin");
    const agent = await started(scene);
    const accepted = await underLoad(agent, async () => {
      const entries: [string, string][] = [
        ["plugin: ./nowhere.wasm\n", "PLUGIN_NOT_READABLE"],
        ["plugin: ./junk.wasm\n", "PLUGIN_NOT_WASM"],
        [filesEntry("missing/a.jsonl"), "PLUGIN_CONFIG_REFUSED"],
        [filesEntry("a.jsonl", "nonsense: 1\n"), "CONFIG_INVALID"],
        [filesEntry("a.jsonl", "sending_queue: { sizer: spans }\n"), "CHANGE_NOT_POSSIBLE"],
      ];
      for (const [entry, code] of entries) {
        const { status, body } = await ask(agent, "POST", "/files/reload", { entry });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(JSON.stringify(body)).toContain(code);
      }
      const same = await ask(agent, "POST", "/files/reload", { entry: filesEntry("a.jsonl") });
      expect(same).toMatchObject({ status: 200, body: { kind: "unchanged" } });
    });
    const { body } = await ask(agent, "GET", "/files");
    expect(body).toMatchObject({ state: "ready", swaps: 0, lastError: { code: "CHANGE_NOT_POSSIBLE" } });
    expect(await agent.stop()).toBe(0);
    expect(sorted(scene.written("a.jsonl"))).toEqual(sorted(accepted));
  });

  it("are tried out as canaries, and every span comes through exactly once", {
    timeout: 60_000,
  }, async () => {
    const scene = setUp();
    scene.writeConfig({ files: filesEntry("a.jsonl") });
    scene.file("trap.wasm", await buildWatPlugin({ wat: honestWat({ export: "unreachable" }) }));
    const agent = await started(scene);
    const accepted = await underLoad(agent, async () => {
      const bad = { entry: "plugin: ./trap.wasm\n", canaryShare: 0.2 };
      const rolledBack = await ask(agent, "POST", "/files/reload", bad);
      expect(rolledBack.body).toMatchObject({ errors: [{ code: "CANARY_ROLLED_BACK" }] });
      const good = { entry: filesEntry("b.jsonl"), canaryShare: 0.5 };
      const promoted = await ask(agent, "POST", "/files/reload", good);
      expect(promoted.body).toMatchObject({ kind: "changed" });
    });
    await agent.line(({ msg }) => msg.startsWith("canary: rolled back: it crashed"));
    await agent.line(({ msg }) => msg.startsWith("canary: promoted"));
    expect(await agent.stop()).toBe(0);
    expect(scene.written("b.jsonl").length).toBeGreaterThan(100);
    expect(sorted([...scene.written("a.jsonl"), ...scene.written("b.jsonl")])).toEqual(sorted(accepted));
  });

  it("follow the config file on SIGHUP, each by itself", { timeout: 60_000 }, async () => {
    const scene = setUp();
    scene.writeConfig({ files: filesEntry("a.jsonl"), goes: filesEntry("goes.jsonl") });
    const agent = await started(scene);
    const accepted = await underLoad(agent, async () => {
      scene.file("junk.wasm", "this is no plugin");
      scene.writeConfig({
        files: filesEntry("b.jsonl"),
        bad: "plugin: ./junk.wasm\n",
        comes: filesEntry("comes.jsonl"),
      });
      process.kill(agent.pid, "SIGHUP");
      const line = await agent.line(({ msg }) => msg === "config reloaded");
      expect(line).toMatchObject({ changed: 3, failed: 1 });
    });
    const { body } = await ask(agent, "GET", "");
    expect(body.exporters.map((each: { name: string }) => each.name)).toEqual(["files", "comes"]);
    expect(await agent.stop()).toBe(0);
    expect(sorted([...scene.written("a.jsonl"), ...scene.written("b.jsonl")])).toEqual(sorted(accepted));
    expect(scene.written("comes.jsonl")).not.toEqual([]);
  });

  it("keeps a config that is broken from doing anything", async () => {
    const scene = setUp();
    scene.writeConfig({ files: filesEntry("a.jsonl") });
    const agent = await started(scene);
    scene.file("spandock.yaml", "receivers: [");
    process.kill(agent.pid, "SIGHUP");
    await agent.line(({ msg }) => msg === "the config file was not taken; everything stays as it was");
    expect((await ask(agent, "GET", "/files")).body).toMatchObject({ state: "ready", swaps: 0 });
    expect(await agent.stop()).toBe(0);
  });

  it("follows config and plugin files by itself with --watch", { timeout: 60_000 }, async () => {
    const scene = setUp();
    const plugin = `${scene.path}/mine.wasm`;
    const bytes = readFileSync(exampleWasm("counting-exporter"));
    writeFileSync(plugin, bytes);
    scene.writeConfig({ files: filesEntry("a.jsonl"), mine: "plugin: ./mine.wasm\n" });
    const agent = await started(scene, ["--watch"]);
    const accepted = await underLoad(agent, async () => {
      // Half of a file, as a compiler or a copy leaves it for a moment: what runs stays.
      writeFileSync(plugin, bytes.subarray(0, 1_000));
      await agent.line(({ msg, exporter }) => exporter === "mine" && msg.startsWith("a change failed"));
      copyFileSync(exampleWasm("debug-exporter"), `${plugin}.new`);
      renameSync(`${plugin}.new`, plugin);
      await agent.line(({ msg }) => msg.startsWith("mine was reloaded"));
      scene.writeConfig({ files: filesEntry("b.jsonl"), mine: "plugin: ./mine.wasm\n" });
      await agent.line(({ msg }) => msg.startsWith("files was reloaded"));
    });
    expect(await agent.stop()).toBe(0);
    expect(sorted([...scene.written("a.jsonl"), ...scene.written("b.jsonl")])).toEqual(sorted(accepted));
  });
});
