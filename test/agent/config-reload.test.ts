import { describe, expect, it } from "vitest";
import { text, trap } from "../plugins/wat-bodies.ts";
import { refusal, twoExporters as setUp } from "./live-agent.ts";

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
  });
});
