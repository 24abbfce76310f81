import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SpandockError } from "../../contract/index.ts";
import { coreToComponent } from "./core-to-component.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import type { Tool, Toolchain } from "./toolchain.ts";

/** `//go:wasmexport` and `-buildmode=c-shared` for WebAssembly came with it: https://go.dev/doc/go1.24#wasm */
const oldestGo = [1, 24] as const;

/** Go, by its own compiler for WASI preview 1. The ABI lies in the project's `spandock` package. */
export const goToolchain: Toolchain = {
  language: "go",
  title: "Go",
  matches: (folder) => existsSync(join(folder, "go.mod")),
  findTools: async ({ folder, tools }) => {
    // The compiler that this project gets: the go command may fetch another than itself, as go.mod asks.
    const command = ["go", "env", "GOVERSION"] as const;
    return [fitForUse(await findTool(tools, { name: "go", command, install: installCommand(), folder }))];
  },
  async build(context) {
    const { folder } = context;
    const name = projectName(folder);
    const component = join(folder, "build", `${name}.wasm`);
    const core = join("build", `${name}.core.wasm`);
    mkdirSync(join(folder, "build"), { recursive: true });
    await runBuildStep(context, {
      command: "go",
      // The same sources give the same digest: no paths of this machine, no commit.
      args: ["build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-o", core, "."],
      env: { GOOS: "wasip1", GOARCH: "wasm" },
    });
    await coreToComponent({ core: join(folder, core), component });
    rmSync(join(folder, core));
    return component;
  },
};

function fitForUse({ version, ...tool }: Tool): Tool {
  const [major = 0, minor = 0] = (version ?? "").split(".").map((part) => Number.parseInt(part, 10));
  const isFit = major > oldestGo[0] || (major === oldestGo[0] && minor >= oldestGo[1]);
  return isFit ? { ...tool, version } : tool;
}

function installCommand(): string {
  const newEnough = `Go ${oldestGo.join(".")} or newer`;
  switch (process.platform) {
    case "linux":
      return `apt-get install golang-go (Debian 13, Ubuntu 25.04 and later), else ${newEnough} from https://go.dev/dl/`;
    case "darwin":
      return "brew install go";
    default:
      return `${newEnough} from https://go.dev/dl/`;
  }
}

/** The last part of the module's path, without a major version: `example.com/my-exporter/v2` is `my-exporter`. */
function projectName(folder: string): string {
  const file = join(folder, "go.mod");
  const path = /^module\s+"?([^\s"]+)/m.exec(readFileSync(file, "utf8"))?.[1];
  const name = path
    ?.replace(/\/v\d+$/, "")
    .split("/")
    .at(-1);
  if (name !== undefined) return name;
  throw new SpandockError("PLUGIN_BUILD_FAILED", {
    message: `${file} names no module`,
    fix: "Say what the plugin is called: module example.com/my-exporter.",
  });
}
