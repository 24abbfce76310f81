import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuildStep } from "./run-build-step.ts";
import type { BuildContext } from "./toolchain.ts";

/** One way from Rust to WebAssembly. */
export interface RustRoute {
  readonly target: "wasm32-wasip2" | "wasm32-wasip1";
  readonly cargo: BuildStep;
  /** A component is there at once, or a core module that one still has to be made of. */
  readonly makes: "component" | "core-module";
}

export interface RustRouteSearch extends Pick<BuildContext, "folder" | "tools"> {
  /** Where Debian's package wasi-libc lies. */
  readonly wasiLibc: string;
}

/**
 * How the compiler that this folder gets makes WebAssembly; undefined when it can't. It is asked, and not rustup: a
 * project may pin another toolchain than the default, and a distribution's compiler comes without rustup.
 */
export async function findRustRoute(search: RustRouteSearch): Promise<RustRoute | undefined> {
  if (await hasStandardLibrary(search, "wasm32-wasip2")) return linkedAsComponent;
  const { wasiLibc } = search;
  if (!existsSync(join(wasiLibc, "crt1-reactor.o"))) return undefined;
  return (await hasStandardLibrarySource(search)) ? fromSource(wasiLibc) : undefined;
}

/** rustup's way: the target's linker makes the component. */
const linkedAsComponent: RustRoute = {
  target: "wasm32-wasip2",
  cargo: { command: "cargo", args: ["build", "--release", "--target", "wasm32-wasip2"] },
  makes: "component",
};

/**
 * Debian's way, whose packages hold the standard library as source only: rustc-web, cargo-web, rust-web-src, lld and
 * wasi-libc. Without the reactor's start file the linker would wrap each export like a program's `main`.
 */
function fromSource(wasiLibc: string): RustRoute {
  const flags = [
    "-Clinker=wasm-ld",
    "-Clinker-flavor=wasm-ld",
    "-Clink-self-contained=no",
    `-L${wasiLibc}`,
    `-Clink-arg=${join(wasiLibc, "crt1-reactor.o")}`,
    "-Clink-arg=--export=_initialize",
  ];
  return {
    target: "wasm32-wasip1",
    cargo: {
      command: "cargo",
      args: ["build", "--release", "--target", "wasm32-wasip1", "-Zbuild-std=std,panic_abort"],
      // The standard library may only be built with what a stable compiler keeps locked.
      env: { RUSTC_BOOTSTRAP: "1", CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS: flags.join(" ") },
    },
    makes: "core-module",
  };
}

/** The compiler names the folder whether there is one or not. */
async function hasStandardLibrary({ folder, tools }: RustRouteSearch, target: string): Promise<boolean> {
  const printed = await tools.run("rustc", ["--print", "target-libdir", "--target", target], { folder });
  return printed.exitCode === 0 && existsSync(printed.stdout.trim());
}

async function hasStandardLibrarySource({ folder, tools }: RustRouteSearch): Promise<boolean> {
  const printed = await tools.run("rustc", ["--print", "sysroot"], { folder });
  if (printed.exitCode !== 0) return false;
  if (!existsSync(join(printed.stdout.trim(), "lib/rustlib/src/rust/library/std"))) return false;
  return (await tools.run("wasm-ld", ["--version"], { folder })).exitCode === 0;
}
