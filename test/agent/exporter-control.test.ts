import { describe, expect, it } from "vitest";
import { text, trap } from "../plugins/wat-bodies.ts";
import { refusal, twoExporters as setUp } from "./live-agent.ts";

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
