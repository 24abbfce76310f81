import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readCargoPackage } from "./cargo-package.ts";
import { coreToComponent } from "./core-to-component.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import { findRustRoute, type RustRouteSearch } from "./rust-route.ts";
import type { Tool, Toolchain } from "./toolchain.ts";

const installRustup =
  process.platform === "win32"
    ? "winget install Rustlang.Rustup"
    : "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh";
const addTarget = "rustup target add wasm32-wasip2";

/** Rust: `cargo`, for WASI. */
export const rustToolchain: Toolchain = createRustToolchain();

/** @param wasiLibc where Debian's package wasi-libc lies, when that is not its usual place */
export function createRustToolchain(wasiLibc = "/usr/lib/wasm32-wasi"): Toolchain {
  return {
    language: "rust",
    title: "Rust",
    matches: (folder) => existsSync(join(folder, "Cargo.toml")),
    findTools: async ({ folder, tools }) => [
      await findTool(tools, {
        name: "cargo",
        command: ["cargo", "--version"],
        install: installRustup,
        folder,
      }),
      await findTarget({ folder, tools, wasiLibc }),
    ],
    async build(context) {
      const { name, wasmFile } = await readCargoPackage(context);
      const route = await findRustRoute({ ...context, wasiLibc });
      if (route === undefined) throw new Error("findTools has not found how to build this");
      await runBuildStep(context, route.cargo);
      const component = join(context.folder, "build", `${name}.wasm`);
      await mkdir(join(context.folder, "build"), { recursive: true });
      const made = wasmFile(route.target);
      if (route.makes === "component") await copyFile(made, component);
      else await coreToComponent({ core: made, component, isEmbedded: true });
      return component;
    },
  };
}

async function findTarget(search: RustRouteSearch): Promise<Tool> {
  const name = "Rust's standard library for wasm32-wasip2";
  const route = await findRustRoute(search);
  if (route !== undefined) return { name, install: addTarget, version: route.target };
  const rustup = await search.tools.run("rustup", ["--version"], { folder: search.folder });
  return { name, install: rustup.exitCode === 0 ? addTarget : `${installRustup} && ${addTarget}` };
}
