import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { metadataShow } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it, onTestFinished } from "vitest";
import { projectToolchain, type ToolResult, type ToolRunner } from "../../../host/author/index.ts";
import { pythonToolchain } from "../../../host/author/toolchains/python.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

const answer = (stdout: string): ToolResult => ({ exitCode: 0, stdout, stderr: "" });
const absent: ToolResult = { exitCode: undefined, stdout: "", stderr: "ENOENT" };
const tool = "componentize-py 0.25 or newer";
const inVenv = ".venv/bin/componentize-py";

/** Answers by the program's name; one that is not named is not there. `calls` are as they would be typed. */
function fakeTools(
  answers: Readonly<Record<string, ToolResult | ((args: readonly string[]) => ToolResult)>>,
) {
  const calls: string[] = [];
  const tools: ToolRunner = {
    run: async (command, args, { env = {} }) => {
      const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      calls.push([...settings, command, ...args].join(" "));
      const found = answers[command] ?? absent;
      return typeof found === "function" ? found(args) : found;
    },
  };
  return { tools, calls };
}

function project(files: Readonly<Record<string, string>>): string {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const all = { "pyproject.toml": '[project]\nname = "my-exporter"\n', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(folder.path, path, ".."), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  }
  return folder.path;
}

const withVenv = { [inVenv]: "", ".venv/bin/python3": "" };

describe("the tools of a Python project", () => {
  it("are those of its own virtual environment where it has one", async () => {
    const { tools, calls } = fakeTools({
      ".venv/bin/python3": answer("3.13.1\n"),
      [inVenv]: answer("componentize-py 0.25.0\n"),
    });
    expect(await pythonToolchain.findTools({ folder: project(withVenv), tools })).toMatchObject([
      { name: "python3", version: "3.13.1" },
      { name: tool, version: "0.25.0" },
    ]);
    expect(calls[1]).toBe(".venv/bin/componentize-py --version");
  });

  it("are those on the PATH otherwise", async () => {
    const { tools } = fakeTools({
      python3: answer("3.10.0"),
      "componentize-py": answer("componentize-py 1.2.3"),
    });
    const found = await pythonToolchain.findTools({ folder: project({}), tools });
    expect(found.map(({ version }) => version)).toEqual(["3.10.0", "1.2.3"]);
  });

  it("are missing when they are too old, and say how they are installed", async () => {
    const folder = project({});
    const { tools } = fakeTools({
      python3: { exitCode: 1, stdout: "3.9.2", stderr: "" },
      "componentize-py": answer("componentize-py 0.24.9"),
    });
    const [python, componentizePy] = await pythonToolchain.findTools({ folder, tools });
    expect(python).not.toHaveProperty("version");
    expect(python!.install).toMatch(/python/i);
    expect(componentizePy).toEqual({
      name: tool,
      isProjectDependency: true,
      install: `cd ${folder} && python3 -m venv .venv && .venv/bin/pip install -r requirements.txt`,
    });
  });
});

describe("the build of a Python project", () => {
  /** What componentize-py leaves: a component, and the packages' byte code. */
  async function build(files: Readonly<Record<string, string>>, command: string, compilesPackages = false) {
    const folder = project(files);
    const component = await buildWatPlugin({ wat: honestWat() });
    const { tools, calls } = fakeTools({
      [command]: (args) => {
        if (args.includes("--version")) return answer("componentize-py 0.25.0");
        writeFileSync(join(folder, args.at(-1)!), component);
        if (compilesPackages) writeFileSync(join(folder, ".venv/yaml.cpython-314.pyc"), "");
        return answer("Component built successfully");
      },
    });
    const wasm = await pythonToolchain.build({ folder, tools, onCommand: () => {} });
    return { folder, wasm, calls: calls.filter((call) => !call.endsWith("--version")) };
  }

  it("runs componentize-py over the package that is called as the project", async () => {
    const { folder, wasm, calls } = await build({ ...withVenv, "wit/exporter.wit": "" }, inVenv);
    expect(wasm).toBe(join(folder, "build/my-exporter.wasm"));
    expect(calls).toEqual([
      "VIRTUAL_ENV=.venv RUST_BACKTRACE=0 .venv/bin/componentize-py --wit-path wit --world plugin " +
        "componentize my_exporter.plugin --output build/my-exporter.wasm",
    ]);
  });

  it("takes the agent's own contract where the project has none, and the tool on the PATH", async () => {
    const { calls } = await build({}, "componentize-py");
    expect(calls).toEqual([
      expect.stringMatching(/^RUST_BACKTRACE=0 componentize-py --wit-path (\.\.\/)+\S+\/wit --world/),
    ]);
  });

  it("runs again after the packages were compiled, which bloats the first plugin", async () => {
    const { calls } = await build(withVenv, inVenv, true);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toBe(calls[1]);
  });

  it("writes Python and componentize-py into the component's producers", async () => {
    const { wasm } = await build(withVenv, inVenv);
    const [component] = await metadataShow(readFileSync(wasm));
    expect(component?.producers).toEqual(
      expect.arrayContaining([
        ["language", [["Python", ""]]],
        ["processed-by", expect.arrayContaining([["componentize-py", "0.25.0"]])],
      ]),
    );
  });

  it.each([
    ['[tool.x]\nname = "other"\n[project] # ours\nversion = "1"\nname = \'my.exporter\'', "my.exporter.wasm"],
    ['[project]\nname="a"\n[project.scripts]\nname = "b"', "a.wasm"],
  ])("finds the project's name in %j", async (manifest, file) => {
    const { wasm } = await build({ ...withVenv, "pyproject.toml": manifest }, inVenv);
    expect(wasm.endsWith(`/build/${file}`)).toBe(true);
  });

  it("fails with the way out when the manifest names no project", async () => {
    const folder = project({ "pyproject.toml": '[tool.x]\nname = "other"\n' });
    const { tools } = fakeTools({});
    await expect(pythonToolchain.build({ folder, tools, onCommand: () => {} })).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      fix: 'Say what the plugin is called: name = "my-exporter" under [project].',
    });
  });

  it("is found by the manifest", () => {
    expect(projectToolchain(project({})).language).toBe("python");
  });
});
