import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SpandockError } from "../../contract/index.ts";
import { coreToComponent } from "./core-to-component.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import type { BuildContext, Tool, Toolchain } from "./toolchain.ts";

type Search = Pick<BuildContext, "folder" | "tools">;

/** C: the project's own Makefile compiles a core module with clang and wasi-libc; the component is made from it here. */
export const cToolchain: Toolchain = {
  language: "c",
  title: "C",
  matches: (folder) => nameOf(folder) !== undefined,
  async findTools(search) {
    const found = [await version(search, "make", ["make", "--version"]), ...(await compilerTools(search))];
    if (found.every((tool) => tool.version !== undefined)) return found;
    const clang = found.find(({ name }) => name === "clang")?.version;
    const install = await installCommands(search, clang);
    const [compiler] = await compilerOf(search);
    // A compiler that the user has named is not to be had from a package.
    const isNamed = compiler !== "clang" && clang === undefined;
    const named = `the Makefile takes ${compiler} (WASM_CC, WASI_SDK_PATH): let it name a clang for WebAssembly`;
    return found.map((tool) => ({
      ...tool,
      install: isNamed && tool.name !== "make" ? named : install(tool.name),
    }));
  },
  async build(context) {
    const { folder } = context;
    const name = nameOf(folder);
    const core = join(folder, "build", `${name}.core.wasm`);
    await runBuildStep(context, { command: "make", args: [] });
    if (!existsSync(core)) {
      throw new SpandockError("PLUGIN_BUILD_FAILED", {
        message: `make (in ${folder}) made no ${core}`,
        fix: "Let the Makefile's first target be build/$(NAME).core.wasm.",
      });
    }
    const component = join(folder, "build", `${name}.wasm`);
    await coreToComponent({ core, component });
    return component;
  },
};

/** A project's manifest is the line `NAME := my-exporter` in its Makefile. */
function nameOf(folder: string): string | undefined {
  const file = join(folder, "Makefile");
  if (!existsSync(file)) return undefined;
  return /^NAME[ \t]*:?=[ \t]*([\w.-]+)[ \t]*$/m.exec(readFileSync(file, "utf8"))?.[1];
}

/** What compiles, and what it needs beside it; each is tried as a build uses it. */
async function compilerTools(search: Search): Promise<readonly Tool[]> {
  const compiler = await compilerOf(search);
  const compile = [...compiler, "-x", "c", "/dev/null"] as const;
  const { stdout: linker } = await search.tools.run(
    compiler[0],
    [...compiler.slice(1), "-print-prog-name=wasm-ld"],
    search,
  );
  return [
    // Apple's clang knows no WebAssembly, and fails here.
    await version(search, "clang", [...compile, "-v", "-fsyntax-only"]),
    await version(search, "wasm-ld", [linker.trim() || "wasm-ld", "--version"]),
    await version(search, "wasi-libc", [...compile, "-fsyntax-only", "-include", "wasi/api.h"]),
    await version(search, "compiler-rt for wasm32", [...compile, "-mexec-model=reactor", "-o", "/dev/null"]),
  ];
}

/** The compiler as the Makefile has it, which may take a wasi-sdk; with the target that it compiles for. */
async function compilerOf({ tools, folder }: Search): Promise<readonly [string, ...string[]]> {
  const { exitCode, stdout } = await tools.run("make", ["--silent", "compiler"], { folder });
  const [command, ...args] = stdout.trim().split(/\s+/);
  if (exitCode !== 0 || command === undefined || command === "") return ["clang", "--target=wasm32-wasi"];
  return [command, ...args];
}

function version(
  { tools, folder }: Search,
  name: string,
  command: readonly [string, ...string[]],
): Promise<Tool> {
  return findTool(tools, { name, command, folder, install: "" });
}

/** How this machine gets what is missing, by a tool's name. */
async function installCommands(
  { tools, folder }: Search,
  clangVersion: string | undefined,
): Promise<(name: string) => string> {
  const has = async (command: string) => (await tools.run(command, ["--version"], { folder })).exitCode === 0;
  if (await has("apt-get")) {
    // This package belongs to one version of clang; the plain name, to the distribution's own.
    const release = clangVersion === undefined ? "" : `${clangVersion.split(".")[0]}-`;
    const packages: Readonly<Record<string, string>> = {
      "wasm-ld": "lld",
      "compiler-rt for wasm32": `libclang-rt-${release}dev-wasm32`,
    };
    return (name) => `apt-get install ${packages[name] ?? name}`;
  }
  if (await has("brew")) {
    const packages: Readonly<Record<string, string>> = {
      "wasm-ld": "lld",
      "compiler-rt for wasm32": "wasi-runtimes",
    };
    return (name) =>
      name === "clang"
        ? 'brew install llvm, and put it first: export PATH="$(brew --prefix llvm)/bin:$PATH"'
        : `brew install ${packages[name] ?? name}`;
  }
  return (name) =>
    name === "make"
      ? "https://www.gnu.org/software/make/"
      : "a wasi-sdk holds it: https://github.com/WebAssembly/wasi-sdk/releases, then export WASI_SDK_PATH=/where/it/is";
}
