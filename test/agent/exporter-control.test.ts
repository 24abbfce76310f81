import { existsSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { exporters, failPermanent, text, trap } from "../plugins/wat-bodies.ts";
import { LiveAgent } from "./live-agent.ts";

async function setUp(): Promise<LiveAgent> {
  const agent = new LiveAgent();
  await agent.plugin("a.wasm");
  await agent.plugin("b.wasm", { fields: text("another plugin") });
  agent.writeConfig("  files: # mine\n    plugin: ./a.wasm\n  spare:\n    plugin: ./b.wasm\n", ["files"]);
  await agent.start();
  return agent;
}

const refusal = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe("the exporters of a running agent", () => {
  it("are listed with those that are disabled", async () => {
    const agent = await setUp();
    expect(agent.control.list()).toMatchObject([
      { name: "files", state: "ready", plugin: { width: 1, digest: expect.stringMatching(/^sha256:/) } },
      { name: "spare", state: "disabled", plugin: { width: 0 } },
    ]);
  });

  it("are left alone by a reload that changes nothing, which says so", async () => {
    const agent = await setUp();
    for (const options of [{}, { entry: "plugin: a.wasm\n" }, { entry: '{"plugin": "./a.wasm"}' }]) {
      expect(await agent.control.reload("files", options)).toMatchObject({ kind: "unchanged" });
    }
    expect(await agent.control.add("files", "plugin: ./a.wasm\n")).toMatchObject({ kind: "unchanged" });
    expect(await agent.control.enable("files")).toMatchObject({ kind: "unchanged" });
    expect(await agent.control.disable("spare")).toMatchObject({ kind: "unchanged" });
    expect(agent.view("files")).toMatchObject({ swaps: 0 });
    expect(agent.events).toEqual([]);
  });

  it("take another file under the same name with a reload", async () => {
    const agent = await setUp();
    const before = agent.view("files")!.plugin.digest;
    await agent.plugin("a.wasm", { fields: text("new") });
    expect(await agent.control.reload("files")).toMatchObject({ kind: "changed" });
    expect(agent.view("files")!.plugin.digest).not.toBe(before);
    expect(agent.view("files")).toMatchObject({ swaps: 1, state: "ready" });
    expect(agent.events.map(({ kind }) => kind)).toEqual(["state", "changed"]);
  });

  it("keep their figures over a swap", async () => {
    const agent = await setUp();
    for (let id = 0; id < 10; id += 1) agent.send(id, 3);
    await agent.control.reload("files", { entry: "plugin: ./b.wasm\n" });
    for (let id = 0; id < 10; id += 1) agent.send(id, 3);
    await agent.control.reload("files", { entry: "plugin: ./a.wasm\n" });
    const { counters, callMillis } = agent.view("files")!;
    expect(counters).toMatchObject({
      sentSpans: 60,
      calls: 20,
      boundaryBytes: 20,
      outcomes: { accepted: 20 },
    });
    expect(callMillis.count).toBe(20);
    expect(callMillis.counts.reduce((sum, count) => sum + count)).toBe(20);
  });

  it("get other queue options without another instance", async () => {
    const agent = await setUp();
    const entry = "plugin: ./a.wasm\nsending_queue: { queue_size: 7 }\n";
    expect(await agent.control.reload("files", { entry })).toMatchObject({ kind: "changed" });
    expect(agent.view("files")).toMatchObject({ swaps: 0, queue: { capacity: 7 } });
    expect(await agent.control.reload("files", { entry })).toMatchObject({ kind: "unchanged" });
  });

  it("are refused a queue of another kind while theirs is in use", async () => {
    const agent = await setUp();
    const entry = "plugin: ./b.wasm\nsending_queue: { storage: ./queue }\n";
    await expect(agent.control.reload("files", { entry })).rejects.toThrow(
      refusal("CHANGE_NOT_POSSIBLE", "sending_queue.storage"),
    );
    expect(agent.view("files")).toMatchObject({ swaps: 0, lastError: { code: "CHANGE_NOT_POSSIBLE" } });
  });

  it("can't share a queue's directory", async () => {
    const agent = await setUp();
    const entry = "plugin: ./b.wasm\nsending_queue: { storage: ./queue }\n";
    await agent.control.add("one", entry);
    await expect(agent.control.add("two", entry)).rejects.toThrow(
      refusal("CONFIG_INVALID", "exporter one uses"),
    );
  });

  it("are told apart by name: unknown ones and taken names are refused", async () => {
    const agent = await setUp();
    for (const verb of ["remove", "reload", "enable", "disable"] as const) {
      await expect(agent.control[verb]("nobody")).rejects.toThrow(
        refusal("EXPORTER_UNKNOWN", "files, spare"),
      );
    }
    for (const name of ["files", "spare"]) {
      await expect(agent.control.add(name, "plugin: ./b.wasm\n")).rejects.toThrow(refusal("EXPORTER_EXISTS"));
    }
    await expect(agent.control.add("no: good", "plugin: ./b.wasm\n")).rejects.toThrow("expected a name");
  });

  it("come, are disabled and enabled, and go", async () => {
    const agent = await setUp();
    await agent.control.enable("spare");
    expect(agent.send(1)).toBe(true);
    await agent.control.disable("files");
    expect(agent.send(2)).toBe(true);
    await agent.control.enable("files");
    expect(agent.send(3)).toBe(true);
    await agent.control.remove("spare");
    expect(agent.view("spare")).toBeUndefined();
    await agent.control.disable("files");
    expect(agent.view("files")).toMatchObject({ state: "disabled", counters: { sentSpans: 2 } });
    expect(agent.send(4)).toBe(false);
    const changes = agent.events.filter(({ kind }) => kind === "changed").map(({ message }) => message);
    expect(changes).toEqual([
      "spare is enabled",
      "files is disabled",
      "files is enabled",
      "spare was removed",
      "files is disabled",
    ]);
  });

  it("keep the old state when the new one does not start", async () => {
    const agent = await setUp();
    await agent.plugin("bad.wasm", { config: trap });
    const entry = "plugin: ./bad.wasm\n";
    await expect(agent.control.reload("files", { entry })).rejects.toThrow(refusal("PLUGIN_CRASHED"));
    await expect(agent.control.add("more", entry)).rejects.toThrow(refusal("PLUGIN_CRASHED"));
    await agent.control.reload("spare", { entry });
    await expect(agent.control.enable("spare")).rejects.toThrow(refusal("PLUGIN_CRASHED"));
    expect(agent.control.list()).toMatchObject([
      { name: "files", state: "ready", lastError: { code: "PLUGIN_CRASHED" } },
      { name: "spare", state: "disabled", lastError: { code: "PLUGIN_CRASHED" } },
    ]);
    expect(agent.send(1)).toBe(true);
  });

  it("change one after the other, however many are asked at the same time", async () => {
    const agent = await setUp();
    const entries = ["a", "b", "a", "b"].map((file) => ({ entry: `plugin: ./${file}.wasm\n` }));
    const changes = await Promise.all(entries.map((options) => agent.control.reload("files", options)));
    expect(changes.map(({ kind }) => kind)).toEqual(["unchanged", "changed", "changed", "changed"]);
    expect(agent.view("files")).toMatchObject({ swaps: 3, state: "ready" });
  });

  it("take no change any more when the agent stops", async () => {
    const agent = await setUp();
    await agent.control.close();
    await expect(agent.control.enable("spare")).rejects.toThrow(refusal("CHANGE_NOT_POSSIBLE", "stopping"));
  });
});

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

describe("a change that is to be kept", () => {
  it("stands in the file with its comments, and what runs is what the file says", async () => {
    const agent = await setUp();
    const persist = { persist: true };
    await agent.control.add("more", '{"plugin": "./b.wasm", "config": {"a": 1}}', persist);
    await agent.control.enable("spare", persist);
    expect(agent.configText()).toContain("  files: # mine\n");
    expect(agent.configText()).toContain("  more:\n    plugin: ./b.wasm\n");
    expect(agent.configText()).toContain("exporters: [files, more, spare]");
    await agent.reload.run();
    expect(agent.control.list().map(({ name, swaps }) => [name, swaps])).toEqual([
      ["files", 0],
      ["spare", 0],
      ["more", 0],
    ]);
  });

  it("is not made when it can't be written", async () => {
    const agent = await setUp();
    await expect(agent.control.disable("files", { persist: true })).rejects.toThrow(
      refusal("CONFIG_NOT_WRITABLE", "at least one name"),
    );
    expect(agent.view("files")).toMatchObject({ state: "ready" });
  });

  it("is written on its own when it is in force already", async () => {
    const agent = await setUp();
    await agent.control.enable("spare");
    expect(agent.configText()).toContain("exporters: [files]");
    expect(await agent.control.enable("spare", { persist: true })).toMatchObject({ kind: "changed" });
    expect(agent.configText()).toContain("exporters: [files, spare]");
    expect(await agent.control.enable("spare", { persist: true })).toMatchObject({ kind: "unchanged" });
  });
});

describe("a reload of the config file", () => {
  it("leaves alone what was changed at run time and not in the file", async () => {
    const agent = await setUp();
    await agent.control.add("more", "plugin: ./b.wasm\n");
    await agent.control.enable("spare");
    await agent.reload.run();
    expect(agent.control.list().map(({ name, state }) => [name, state])).toEqual([
      ["files", "ready"],
      ["spare", "ready"],
      ["more", "ready"],
    ]);
  });

  it("tries again what failed the last time", async () => {
    const agent = await setUp();
    await agent.plugin("c.wasm", { config: trap });
    agent.writeConfig("  files: { plugin: ./c.wasm }\n", ["files"]);
    await agent.reload.run();
    expect(agent.view("files")).toMatchObject({ swaps: 0, state: "ready" });
    expect(agent.view("spare")).toBeUndefined();
    await agent.plugin("c.wasm", { fields: text("good now") });
    await agent.reload.run();
    expect(agent.view("files")).toMatchObject({ swaps: 1, state: "ready" });
  });

  it("names what only a restart changes, once", async () => {
    const agent = await setUp();
    agent.writeConfig("  files: { plugin: ./a.wasm }\n  spare: { plugin: ./b.wasm }\n", ["files"]);
    const text = agent.configText().replace("service: {", "service: { shutdown_timeout: 3s,");
    agent.folder.file("spandock.yaml", text);
    await agent.reload.run();
    await agent.reload.run();
    const warnings = agent.lines.filter(({ level }) => level === "warn").map(({ message }) => message);
    expect(warnings.filter((message) => message.includes("restart"))).toEqual([
      "changed, and in force after a restart only: service.shutdownTimeoutMillis",
    ]);
    expect(existsSync(agent.configFile)).toBe(true);
  });
});
