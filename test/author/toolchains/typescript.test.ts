import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { $init, generateTypes } from "@bytecodealliance/jco-transpile/component";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  buildProject,
  projectToolchain,
  type ToolResult,
  type ToolRunner,
} from "../../../host/author/index.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const manifest = (more: object = {}) =>
  JSON.stringify({
    name: "@me/my-exporter",
    devDependencies: { "@bytecodealliance/componentize-js": "^0.23.0" },
    ...more,
  });

function project(files: Readonly<Record<string, string>>): TemporaryFolder {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  mkdirSync(join(folder.path, "build"));
  for (const [name, text] of Object.entries(files)) folder.file(name, text);
  return folder;
}

/** Answers each command by the first of its words that is known; any other is not there. */
class FakeTools implements ToolRunner {
  readonly ran: string[] = [];
  readonly #answers: Readonly<Record<string, string>>;

  constructor(answers: Readonly<Record<string, string>>) {
    this.#answers = answers;
  }

  async run(command: string, args: readonly string[]): Promise<ToolResult> {
    const line = [command, ...args].join(" ");
    this.ran.push(line);
    const known = Object.keys(this.#answers).find((word) => line.includes(word));
    return known === undefined
      ? { exitCode: 1, stdout: "", stderr: "ERR_MODULE_NOT_FOUND" }
      : { exitCode: 0, stdout: this.#answers[known]!, stderr: "" };
  }
}

const all = {
  "componentize-js": "0.23.0\n",
  rolldown: "1.3.2\n",
  tsc: "Version 7.0.2\n",
  "npm run build": "",
};

describe("the TypeScript toolchain", () => {
  it("knows a project by the compiler in its package.json", () => {
    expect(projectToolchain(project({ "package.json": manifest() }).path).language).toBe("ts");
    const inDependencies = {
      devDependencies: {},
      dependencies: { "@bytecodealliance/componentize-js": "*" },
    };
    expect(projectToolchain(project({ "package.json": manifest(inDependencies) }).path).language).toBe("ts");
  });

  it("leaves a project with an asconfig.json to AssemblyScript, and other packages to nobody", () => {
    const both = project({ "package.json": manifest(), "asconfig.json": "{}" });
    expect(projectToolchain(both.path).language).toBe("as");
    for (const text of [manifest({ devDependencies: {} }), "{", "null"]) {
      expect(() => projectToolchain(project({ "package.json": text }).path)).toThrow("no project of a known");
    }
  });

  it("runs the project's own build, and finds the component by the package's name", async () => {
    const folder = project({ "package.json": manifest() });
    folder.file("build/my-exporter.wasm", await buildWatPlugin({ wat: honestWat() }));
    const tools = new FakeTools(all);
    const shown: string[] = [];
    const onCommand = (text: string) => shown.push(text);
    const result = await buildProject({ folder: folder.path, tools, onCommand });
    expect(result).toMatchObject({
      status: "built",
      component: join(folder.path, "build/my-exporter.wasm"),
    });
    expect(tools.ran.at(-1)).toBe("npm run build");
    expect(shown).toEqual(["npm run build"]);
  });

  it("names each package that is missing, with npm install in the project's folder", async () => {
    const { path } = project({ "package.json": manifest() });
    const tools = new FakeTools({ tsc: "Version 7.0.2\n" });
    expect(await buildProject({ folder: path, tools, onCommand: () => {} })).toMatchObject({
      status: "missing-tools",
      missing: [
        { name: "@bytecodealliance/componentize-js", install: `cd ${path} && npm install` },
        { name: "rolldown", install: `cd ${path} && npm install` },
      ],
    });
  });

  it("says where the component has to go when a build script puts it elsewhere", async () => {
    const { path } = project({ "package.json": manifest() });
    await expect(
      buildProject({ folder: path, tools: new FakeTools(all), onCommand: () => {} }),
    ).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining(join(path, "build/my-exporter.wasm")),
      fix: expect.stringContaining("build/<name>.wasm"),
    });
  });
});

describe("the TypeScript template", () => {
  const template = join(root, "host/author/templates/typescript");

  it("holds the types of the agent's contract as it is", async () => {
    await $init;
    const wit = { tag: "source" as const, val: readFileSync(join(root, "wit/exporter.wit"), "utf8") };
    const files = generateTypes("types", { wit, world: "plugin", guest: true });
    const types = readFileSync(join(template, "wit/types.d.ts"), "utf8");
    for (const [path, bytes] of files) {
      const text = new TextDecoder().decode(bytes).replaceAll(/^\/\/\/ <reference.*\n/gm, "");
      expect(types, `${path}: run \`npm run types\` in a project from the template`).toContain(text);
    }
  });
});
