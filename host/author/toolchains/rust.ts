import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readCargoPackage } from "./cargo-package.ts";
import { coreToComponent } from "./core-to-component.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import { findRustRoute } from "./rust-route.ts";
import type { BuildContext, Tool, Toolchain } from "./toolchain.ts";

const installRustup =
  process.platform === "win32"
    ? "winget install Rustlang.Rustup"
    : "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh";
const addTarget = "rustup target add wasm32-wasip2";

/** Rust: `cargo`, for WASI. */
export const rustToolchain: Toolchain = {
  language: "rust",
  title: "Rust",
  matches: (folder) => existsSync(join(folder, "Cargo.toml")),
  findTools: async (context) => [
    await findTool(context.tools, {
      name: "cargo",
      command: ["cargo", "--version"],
      install: installRustup,
      folder: context.folder,
    }),
    await findWasiTarget(context),
  ],
  async build(context) {
    const { name, wasmFile } = await readCargoPackage(context);
    const route = await findRustRoute(context);
    if (route === undefined) throw new Error("findTools was not asked before the build");
    await runBuildStep(context, route.cargo);
    const component = join(context.folder, "build", `${name}.wasm`);
    await mkdir(join(context.folder, "build"), { recursive: true });
    const made = wasmFile(route.target);
    if (route.makes === "component") await copyFile(made, component);
    else await coreToComponent({ core: made, component, isEmbedded: true });
    return component;
  },
};

async function findWasiTarget(context: Pick<BuildContext, "folder" | "tools">): Promise<Tool> {
  const name = "Rust's standard library for wasm32-wasip2";
  const route = await findRustRoute(context);
  if (route !== undefined) return { name, install: addTarget, version: route.target };
  const rustup = await context.tools.run("rustup", ["--version"], { folder: context.folder });
  return { name, install: rustup.exitCode === 0 ? addTarget : `${installRustup} && ${addTarget}` };
}
