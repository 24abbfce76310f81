import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  buildProject,
  projectToolchain,
  type ToolResult,
  type ToolRunner,
  toolchainOf,
} from "../../../host/author/index.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { honestWat } from "../../support/wat-plugin.ts";

const go = toolchainOf("go");
const good = (stdout = ""): ToolResult => ({ exitCode: 0, stdout, stderr: "" });

/** A go command that tells this version and, asked to build, does what `build` does. */
function fakeGo(version: ToolResult, build: (core: string) => ToolResult | Promise<ToolResult>) {
  const calls: { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> }[] = [];
  const tools: ToolRunner = {
    async run(command, args, { folder, env }) {
      calls.push({ args: [command, ...args], ...(env === undefined ? {} : { env }) });
      return args[0] === "build" ? await build(join(folder, args.at(-2)!)) : version;
    },
  };
  return { tools, calls };
}

function project(goMod = "module example.com/my-exporter\n\ngo 1.24.0\n"): string {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  folder.file("go.mod", goMod);
  return folder.path;
}

const writeCore = async (core: string, wat = honestWat()) => {
  writeFileSync(core, await parse(wat));
  return good();
};

describe("the toolchain of Go", () => {
  it("knows a project by its go.mod", () => {
    expect(projectToolchain(project())).toBe(go);
  });

  it.each([
    ["go1.24", "1.24"],
    ["go1.26.8", "1.26.8"],
    ["go2.0.1", "2.0.1"],
  ])("takes %s", async (said, version) => {
    const { tools } = fakeGo(good(`${said}\n`), () => good());
    expect(await go.findTools({ folder: project(), tools })).toMatchObject([{ name: "go", version }]);
  });

  it.each([
    ["is too old", good("go1.19.8\n")],
    ["is not there", { exitCode: undefined, stdout: "", stderr: "spawn go ENOENT" }],
    ["can't get the version that go.mod asks for", { exitCode: 1, stdout: "", stderr: "toolchain 9.9" }],
  ])("names the command that installs Go when it %s", async (_, version) => {
    const { tools } = fakeGo(version, () => good());
    const result = await buildProject({ folder: project(), tools, onCommand: () => {} });
    expect(result).toMatchObject({
      status: "missing-tools",
      missing: [
        {
          name: "go",
          install: expect.stringMatching(/apt-get install golang-go|brew install go|go\.dev\/dl/),
        },
      ],
    });
  });

  it.each([
    ["module example.com/my-exporter\n", "my-exporter"],
    ["// about it\nmodule example.com/a/my-exporter/v2 // here\n", "my-exporter"],
    ['module "my-exporter"\r\n', "my-exporter"],
  ])("compiles %j for WASI preview 1, shows the command, and makes the component %s", async (goMod, name) => {
    const { tools, calls } = fakeGo(good("go1.26.0"), (core) => writeCore(core));
    const folder = project(goMod);
    const shown: string[] = [];
    const result = await buildProject({ folder, tools, onCommand: (text) => shown.push(text) });
    const component = join(folder, "build", `${name}.wasm`);
    expect(result).toMatchObject({ status: "built", component });
    expect(readFileSync(component).subarray(0, 8)).toEqual(Buffer.from([0, 97, 115, 109, 13, 0, 1, 0]));
    expect(readdirSync(join(folder, "build"))).toEqual([`${name}.wasm`]);
    const core = `build/${name}.core.wasm`;
    expect(shown).toEqual([
      `GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -buildvcs=false -o ${core} .`,
    ]);
    expect(calls.at(-1)).toEqual({
      args: ["go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-o", core, "."],
      env: { GOOS: "wasip1", GOARCH: "wasm" },
    });
  });

  it("tells what the compiler said when it failed, and leaves the last component alone", async () => {
    const stderr = "./main.go:3:1: syntax error";
    const { tools } = fakeGo(good("go1.26.0"), () => ({ exitCode: 1, stdout: "", stderr }));
    const folder = project();
    mkdirSync(join(folder, "build"));
    const component = join(folder, "build/my-exporter.wasm");
    writeFileSync(component, "the last one");
    await expect(buildProject({ folder, tools, onCommand: () => {} })).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining(stderr),
    });
    expect(readFileSync(component, "utf8")).toBe("the last one");
  });

  it("tells when the module does not export the contract", async () => {
    const { tools } = fakeGo(good("go1.26.0"), (core) => writeCore(core, "(module)"));
    const folder = project();
    await expect(buildProject({ folder, tools, onCommand: () => {} })).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining("does not make a component"),
    });
    expect(existsSync(join(folder, "build/my-exporter.wasm"))).toBe(false);
  });

  it("asks for a module's name", async () => {
    const { tools } = fakeGo(good("go1.26.0"), () => good());
    await expect(
      buildProject({ folder: project("go 1.24.0\n"), tools, onCommand: () => {} }),
    ).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining("names no module"),
    });
  });
});
