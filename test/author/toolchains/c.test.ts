import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ToolResult, type ToolRunner, toolchainOf } from "../../../host/author/index.ts";
import { contractVersion } from "../../../host/contract/index.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";

const toolchain = toolchainOf("c");
const repository = new URL("../../../", import.meta.url);

const answer = (stdout: string): ToolResult => ({ exitCode: 0, stdout, stderr: "" });
const refused: ToolResult = { exitCode: 1, stdout: "", stderr: "error" };
const notThere: ToolResult = { exitCode: undefined, stdout: "", stderr: "ENOENT" };

/** Answers each command by the first row whose start it has; what has none is not there. */
class FakeTools implements ToolRunner {
  readonly commands: string[] = [];
  readonly #rows: readonly (readonly [string, ToolResult])[];

  constructor(...rows: readonly (readonly [string, ToolResult])[]) {
    this.#rows = rows;
  }

  async run(command: string, args: readonly string[]): Promise<ToolResult> {
    const text = [command, ...args].join(" ");
    this.commands.push(text);
    return this.#rows.find(([start]) => text.startsWith(start))?.[1] ?? notThere;
  }
}

const compile = "clang --target=wasm32-wasi -x c /dev/null";
const make = [
  ["make --silent compiler", answer("clang --target=wasm32-wasi\n")],
  ["make --version", answer("GNU Make 4.3\n")],
] as const;
const clang = [`${compile} -v -fsyntax-only`, answer("Debian clang version 14.0.6\n")] as const;
const linker = [
  ["clang --target=wasm32-wasi -print-prog-name=wasm-ld", answer("/usr/bin/wasm-ld\n")],
  ["/usr/bin/wasm-ld --version", answer("LLD 14.0.6\n")],
] as const;
const library = [`${compile} -fsyntax-only -include wasi/api.h`, answer("")] as const;
const runtime = [`${compile} -mexec-model=reactor -o /dev/null`, answer("")] as const;
const apt = ["apt-get --version", answer("apt 2.6.1")] as const;
const brew = ["brew --version", answer("Homebrew 4.6.0")] as const;

const missing = async (tools: ToolRunner) => {
  const found = await toolchain.findTools({ folder: "/project", tools });
  return found
    .filter(({ version }) => version === undefined)
    .map(({ name, install }) => `${name}: ${install}`);
};

function project(makefile: string): TemporaryFolder {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  folder.file("Makefile", makefile);
  return folder;
}

describe("the C toolchain", () => {
  it("knows a project by the name in its Makefile", () => {
    expect(toolchain.matches(project("# a plugin\nNAME := my-exporter\n\nall:\n").path)).toBe(true);
    expect(toolchain.matches(project("NAME=my-exporter").path)).toBe(true);
    expect(toolchain.matches(project("all:\n\tcc main.c\n").path)).toBe(false);
    expect(toolchain.matches(new URL("examples/files-exporter/", repository).pathname)).toBe(false);
  });

  it("finds all that a build needs, with versions where there are any", async () => {
    const tools = new FakeTools(...make, clang, ...linker, library, runtime);
    const found = await toolchain.findTools({ folder: "/project", tools });
    expect(found.map(({ name, version }) => `${name} ${version}`)).toEqual([
      "make 4.3",
      "clang 14.0.6",
      "wasm-ld 14.0.6",
      "wasi-libc unknown",
      "compiler-rt for wasm32 unknown",
    ]);
  });

  it("asks the compiler that the Makefile names, such as that of a wasi-sdk", async () => {
    const tools = new FakeTools([
      "make --silent compiler",
      answer("/opt/wasi-sdk/bin/clang --target=wasm32-wasip1\n"),
    ]);
    await toolchain.findTools({ folder: "/project", tools });
    expect(tools.commands).toContain(
      "/opt/wasi-sdk/bin/clang --target=wasm32-wasip1 -x c /dev/null -v -fsyntax-only",
    );
    // No package brings what the user has named.
    expect((await missing(tools)).filter((text) => text.includes("/opt/wasi-sdk/bin/clang"))).toHaveLength(4);
  });

  it("names Debian's packages of the compiler's own version", async () => {
    expect(await missing(new FakeTools(...make, clang, [compile, refused], apt))).toEqual([
      "wasm-ld: apt-get install lld",
      "wasi-libc: apt-get install wasi-libc",
      "compiler-rt for wasm32: apt-get install libclang-rt-14-dev-wasm32",
    ]);
    expect(await missing(new FakeTools(apt))).toEqual([
      "make: apt-get install make",
      "clang: apt-get install clang",
      "wasm-ld: apt-get install lld",
      "wasi-libc: apt-get install wasi-libc",
      "compiler-rt for wasm32: apt-get install libclang-rt-dev-wasm32",
    ]);
  });

  it("takes a clang that can't make WebAssembly, as Apple's, for none", async () => {
    expect(await missing(new FakeTools(...make, [compile, refused], ...linker, brew))).toEqual([
      'clang: brew install llvm, and put it first: export PATH="$(brew --prefix llvm)/bin:$PATH"',
      "wasi-libc: brew install wasi-libc",
      "compiler-rt for wasm32: brew install wasi-runtimes",
    ]);
  });

  it("names the wasi-sdk where there is neither apt-get nor brew", async () => {
    const [compilerRuntime] = await missing(new FakeTools(...make, clang, ...linker, library));
    expect(compilerRuntime).toMatch(
      /^compiler-rt for wasm32: .*github\.com\/WebAssembly\/wasi-sdk.*WASI_SDK_PATH/,
    );
  });

  it("runs make, and says so when that made no core module", async () => {
    const { path } = project("NAME := my-exporter\n");
    const shown: string[] = [];
    const tools = new FakeTools(["make", answer("")]);
    const building = toolchain.build({ folder: path, tools, onCommand: (text) => shown.push(text) });
    await expect(building).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining(join(path, "build/my-exporter.core.wasm")),
    });
    expect(shown).toEqual(["make"]);
    expect(tools.commands).toEqual(["make"]);
  });

  it("shows what the compiler said when make fails", async () => {
    const { path } = project("NAME := my-exporter\n");
    mkdirSync(join(path, "build"));
    const said = { exitCode: 2, stdout: "", stderr: "src/plugin.c:7:1: error: expected ';'" };
    const building = toolchain.build({
      folder: path,
      tools: new FakeTools(["make", said]),
      onCommand: () => {},
    });
    await expect(building).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining(said.stderr),
    });
  });
});

describe("what comes with every project in C", () => {
  it("has the bindings of this contract's version", () => {
    const bindings = new URL("examples/files-exporter-c/spandock/plugin.c", repository);
    const names = readFileSync(bindings, "utf8").matchAll(/spandock:exporter\/[\w-]+@([\d.]+)/g);
    expect(new Set([...names].map(([, version]) => version))).toEqual(new Set([contractVersion]));
  });
});
