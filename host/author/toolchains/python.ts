import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile, SpandockError } from "../../contract/index.ts";
import { countByteCode } from "./count-byte-code.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import type { Tool, Toolchain } from "./toolchain.ts";

/** Its bindings are what the template and the example are written for: one module `wit_world`. */
const oldestComponentizePy = [0, 25] as const;
/** What componentize-py itself asks for; the Python inside a plugin is its own. */
const pythonCheck =
  "import platform, sys; print(platform.python_version()); sys.exit(sys.version_info < (3, 10))";

const venv = ".venv";
const componentizePy = "componentize-py";

/** Python, by componentize-py: CPython with the project's modules loaded into its memory. */
export const pythonToolchain: Toolchain = {
  language: "python",
  title: "Python",
  matches: (folder) => existsSync(join(folder, "pyproject.toml")),
  findTools: async ({ folder, tools }) => [
    await findTool(tools, {
      name: "python3",
      command: [inVenv(folder, "python3") ?? "python3", "-c", pythonCheck],
      install: pythonInstallCommand(),
      folder,
    }),
    {
      ...newEnough(
        await findTool(tools, {
          name: `${componentizePy} ${oldestComponentizePy.join(".")} or newer`,
          command: [inVenv(folder, componentizePy) ?? componentizePy, "--version"],
          install: `cd ${folder} && python3 -m venv ${venv} && ${join(venvBin, "pip")} install -r requirements.txt`,
          folder,
        }),
      ),
      isProjectDependency: true,
    },
  ],
  async build(context) {
    const { folder } = context;
    const name = projectName(folder);
    const component = join("build", `${name}.wasm`);
    const wit = existsSync(join(folder, "wit"))
      ? "wit"
      : relative(folder, fileURLToPath(builtFile("../../wit")));
    mkdirSync(join(folder, "build"), { recursive: true });
    const own = inVenv(folder, componentizePy);
    const build = {
      command: own ?? componentizePy,
      args: [
        ...["--wit-path", wit, "--world", "plugin"],
        ...["componentize", `${moduleName(name)}.plugin`, "--output", component],
      ],
      // Where the packages are; and the Python traceback is what tells, not the tool's own.
      env: { ...(own === undefined ? {} : { VIRTUAL_ENV: venv }), RUST_BACKTRACE: "0" },
    };
    const packages = join(folder, venv);
    const known = countByteCode(packages);
    await runBuildStep(context, build);
    // What compiling the packages needed stays in the plugin's memory, half of all it holds. Once they lie there
    // compiled, a second build goes without.
    if (countByteCode(packages) > known) await runBuildStep(context, build);
    await addProducers(join(folder, component), await versionOf(build.command, context));
    return join(folder, component);
  },
};

const venvBin = join(venv, process.platform === "win32" ? "Scripts" : "bin");

/** The path from the folder to a program of the project's own virtual environment. */
function inVenv(folder: string, program: string): string | undefined {
  const path = join(venvBin, program);
  const isThere = existsSync(join(folder, path)) || existsSync(join(folder, `${path}.exe`));
  return isThere ? path : undefined;
}

function newEnough({ version, ...tool }: Tool): Tool {
  const [major = 0, minor = 0] = (version ?? "").split(".").map((part) => Number.parseInt(part, 10));
  const [oldestMajor, oldestMinor] = oldestComponentizePy;
  const isFit = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isFit ? { ...tool, version } : tool;
}

function pythonInstallCommand(): string {
  if (process.platform === "linux") return "apt-get install python3 python3-venv";
  return process.platform === "darwin" ? "brew install python" : "Python 3.10 or newer from python.org";
}

async function versionOf(
  command: string,
  { tools, folder }: Parameters<Toolchain["build"]>[0],
): Promise<string> {
  const { version } = await findTool(tools, {
    name: command,
    command: [command, "--version"],
    install: "",
    folder,
  });
  return version ?? "";
}

/** componentize-py names only what its own runtime was made with. */
async function addProducers(component: string, version: string): Promise<void> {
  const { metadataAdd } = await import("@bytecodealliance/jco-transpile/wasm-tools");
  const named = await metadataAdd(await readFile(component), [
    ["language", [["Python", ""]]],
    ["processed-by", [[componentizePy, version]]],
  ]);
  await writeFile(component, named);
}

/** `name` of the table `project`, the one thing that is needed of the file. */
function projectName(folder: string): string {
  const file = join(folder, "pyproject.toml");
  const [, project = ""] = `\n${readFileSync(file, "utf8")}`.split(/^\s*\[\s*project\s*\]\s*(?:#.*)?$/m);
  const [table = ""] = project.split(/^\s*\[/m);
  const name = /^\s*name\s*=\s*["']([\w.-]+)["']/m.exec(table)?.[1];
  if (name !== undefined) return name;
  throw new SpandockError("PLUGIN_BUILD_FAILED", {
    message: `${file} names no project`,
    fix: 'Say what the plugin is called: name = "my-exporter" under [project].',
  });
}

/** The package of a project is called as it is, spelled as Python spells modules. */
const moduleName = (name: string) => name.toLowerCase().replace(/[-.]+/g, "_");
