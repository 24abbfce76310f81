import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { invocation } from "../../../host/cli/plugin/invocation.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { FakeTerminal, runPlugin } from "./run-plugin.ts";

function place(): string {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

describe("spandock plugin new", () => {
  it("starts an AssemblyScript project when nothing else is said, and prints what comes next", async () => {
    const folder = join(place(), "to-the-moon");
    const { code, stdout } = await runPlugin(["new", folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^to-the-moon: a plugin in AssemblyScript/);
    expect(stdout).toMatch(/cd \S*to-the-moon\n +npm install .*\n +\S.* plugin dev .*\n +\S.* plugin build /);
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
      name: "to-the-moon",
    });
  });

  it("takes another name than the folder's", async () => {
    const folder = join(place(), "Work In Progress");
    expect((await runPlugin(["new", folder, "--name", "zipkin"])).code).toBe(0);
    expect(existsSync(join(folder, "zipkin.ts"))).toBe(true);
  });

  it.each([
    [[], "expected DIR"],
    [["a", "b"], "expected one DIR"],
    [["a", "--lang", "cobol"], "--lang is one of as"],
    [["a", "--lnag", "as"], "--lnag"],
  ])("is wrong usage with %j", async (args, message) => {
    const { code, stderr } = await runPlugin(["new", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain("fix: usage: spandock plugin new DIR");
  });

  it("writes nothing when the folder's name is no plugin's name", async () => {
    const folder = join(place(), "My Exporter");
    const { code, stderr } = await runPlugin(["new", folder]);
    expect(code).toBe(1);
    expect(stderr).toContain("error[PLUGIN_NAME_INVALID]");
    expect(stderr).toContain("such as my-exporter");
    expect(existsSync(folder)).toBe(false);
  });

  it("leaves a folder alone in which something is", async () => {
    const folder = place();
    writeFileSync(join(folder, "thesis.doc"), "mine");
    const { code, stderr } = await runPlugin(["new", folder, "--name", "a"]);
    expect(code).toBe(1);
    expect(stderr).toContain("thesis.doc");
  });
});

describe("spandock plugin new on a terminal", () => {
  it("asks for what is left out, until it has an answer that will do", async () => {
    const taken = place();
    writeFileSync(join(taken, "thesis.doc"), "mine");
    const folder = join(place(), "to-the-moon");
    const terminal = new FakeTerminal({
      "A folder": [taken, join(place(), "Not A Name"), folder],
      Language: ["cobol", "AS"],
    });
    const { code } = await runPlugin(["new"], { terminal });
    expect(code).toBe(0);
    expect(terminal.shown).toContain("can't be a plugin's name");
    expect(terminal.shown).toContain("such as not-a-name");
    expect(terminal.shown).toMatch(/^ {2}as +AssemblyScript +ready$/m);
    expect(terminal.shown).toContain('found "cobol"');
    expect(existsSync(join(folder, "to-the-moon.ts"))).toBe(true);
  });

  it("takes the default for an empty answer", async () => {
    const folder = join(place(), "a");
    const { code } = await runPlugin(["new", folder], { terminal: new FakeTerminal({ Language: [""] }) });
    expect(code).toBe(0);
    expect(existsSync(join(folder, "asconfig.json"))).toBe(true);
  });

  it("asks nothing when everything was said", async () => {
    const terminal = new FakeTerminal({});
    expect((await runPlugin(["new", join(place(), "a"), "--lang", "as"], { terminal })).code).toBe(0);
    expect(terminal.shown).not.toContain("]: ");
  });

  it("writes nothing when the one who is asked goes away", async () => {
    const folder = join(place(), "a");
    const terminal = new FakeTerminal({ Language: [] });
    expect((await runPlugin(["new", folder], { terminal })).code).toBe(130);
    expect(terminal.shown).toContain("nothing was written");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("the command that spandock was called by", () => {
  it.each([
    ["/usr/local/bin/spandock", "spandock"],
    ["/home/me/app/node_modules/.bin/spandock", "npx spandock"],
    ["C:\\app\\node_modules\\spandock\\dist\\host\\cli\\main.js", "npx spandock"],
    ["/src/spandock/dist/host/cli/main.js", "node /src/spandock/dist/host/cli/main.js"],
    ["/my src/main.js", "node '/my src/main.js'"],
  ])("for %s is what one would type", (script, typed) => {
    expect(invocation(script)).toBe(typed);
  });
});
