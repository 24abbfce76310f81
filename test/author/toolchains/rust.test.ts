import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { componentEmbed, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  buildProject,
  projectToolchain,
  type ToolResult,
  type ToolRunner,
  toolchainOf,
} from "../../../host/author/index.ts";
import { createRustToolchain } from "../../../host/author/toolchains/rust.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { buildWatPlugin, contractWit, honestWat } from "../../support/wat-plugin.ts";

const rust = toolchainOf("rust");
const answer = (stdout = ""): ToolResult => ({ exitCode: 0, stdout, stderr: "" });
const notThere: ToolResult = { exitCode: undefined, stdout: "", stderr: "ENOENT" };

type Row = readonly [string, ToolResult | (() => ToolResult)];

/** Answers each command by the first row whose start it has; what has none is not there. */
class FakeTools implements ToolRunner {
  readonly calls: { readonly text: string; readonly env?: Readonly<Record<string, string>> }[] = [];
  readonly #rows: readonly Row[];

  constructor(...rows: readonly Row[]) {
    this.#rows = rows;
  }

  async run(
    command: string,
    args: readonly string[],
    { env }: Parameters<ToolRunner["run"]>[2],
  ): Promise<ToolResult> {
    const text = [command, ...args].join(" ");
    this.calls.push({ text, ...(env === undefined ? {} : { env }) });
    const found = this.#rows.find(([start]) => text.startsWith(start))?.[1] ?? notThere;
    return typeof found === "function" ? found() : found;
  }
}

const cargo = ["cargo --version", answer("cargo 1.95.0 (f2d3ce0bd 2026-03-21)\n")] as const;
const rustup = ["rustup --version", answer("rustup 1.29.0\n")] as const;
const libraryFor = (target: string, folder: string) =>
  [`rustc --print target-libdir --target ${target}`, answer(`${folder}\n`)] as const;

function temporaryFolder(): TemporaryFolder {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder;
}

/** A project, and a machine beside it that has the target's library. */
function project() {
  const { path } = temporaryFolder();
  const folder = join(path, "project");
  mkdirSync(folder);
  writeFileSync(join(folder, "Cargo.toml"), "");
  return { folder, path, library: libraryFor("wasm32-wasip2", path) };
}

const metadataOf = (folder: string, target = join(folder, "target"), crateTypes = ["cdylib", "rlib"]) =>
  [
    "cargo metadata --no-deps --format-version 1",
    answer(
      JSON.stringify({
        target_directory: target,
        packages: [
          { name: "another", manifest_path: "/elsewhere/Cargo.toml", targets: [] },
          {
            name: "my-exporter",
            manifest_path: join(folder, "Cargo.toml"),
            targets: [
              { name: "demo", crate_types: ["bin"] },
              { name: "my-exporter", crate_types: crateTypes },
            ],
          },
        ],
      }),
    ),
  ] as const;

/** What cargo does when it is asked to build. */
function write(file: string, bytes: Uint8Array): ToolResult {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return answer();
}

const missingIn = async (folder: string, ...rows: readonly Row[]) => {
  const found = await rust.findTools({ folder, tools: new FakeTools(...rows) });
  return found.filter(({ version }) => version === undefined).map(({ name, install }) => [name, install]);
};

describe("the toolchain of Rust", () => {
  it("knows a project by its Cargo.toml", () => {
    expect(projectToolchain(project().folder)).toBe(rust);
  });

  it("is content with cargo and a compiler that has the target's library", async () => {
    const { folder, library } = project();
    expect(await rust.findTools({ folder, tools: new FakeTools(cargo, library) })).toMatchObject([
      { name: "cargo", version: "1.95.0" },
      { version: "wasm32-wasip2" },
    ]);
  });

  it("names rustup's command when the compiler has no library for the target", async () => {
    const { folder } = project();
    const library = libraryFor("wasm32-wasip2", join(folder, "not-there"));
    expect(await missingIn(folder, cargo, rustup, library)).toEqual([
      ["Rust's standard library for wasm32-wasip2", "rustup target add wasm32-wasip2"],
    ]);
  });

  it("names how to get rustup first, when there is none", async () => {
    const { folder } = project();
    const [cargo, library] = await missingIn(folder);
    expect(cargo).toEqual(["cargo", expect.stringMatching(/rustup/i)]);
    expect(library![1]).toBe(`${cargo![1]} && rustup target add wasm32-wasip2`);
  });

  it("builds for wasm32-wasip2, shows the commands, and copies what came out under the package's name", async () => {
    const { folder, path, library } = project();
    const target = join(path, "shared-target");
    const made = join(target, "wasm32-wasip2/release/my_exporter.wasm");
    const plugin = await buildWatPlugin({ wat: honestWat() });
    const compile = () => write(made, plugin);
    const tools = new FakeTools(cargo, library, metadataOf(folder, target), ["cargo build", compile]);
    const shown: string[] = [];
    const result = await buildProject({ folder, tools, onCommand: (text) => shown.push(text) });
    const component = join(folder, "build/my-exporter.wasm");
    expect(result).toMatchObject({ status: "built", component });
    expect(readFileSync(component)).toEqual(Buffer.from(plugin));
    expect(shown).toEqual([
      "cargo metadata --no-deps --format-version 1",
      "cargo build --release --target wasm32-wasip2",
    ]);
  });

  it("finds the package when links lead to its folder", async () => {
    const { folder, path, library } = project();
    symlinkSync(folder, join(path, "link"));
    const tools = new FakeTools(cargo, library, metadataOf(folder), ["cargo build", () => notThere]);
    await expect(
      buildProject({ folder: join(path, "link"), tools, onCommand: () => {} }),
    ).rejects.toMatchObject({ message: expect.stringContaining("cargo build") });
  });

  it("tells what the compiler said when it failed, and leaves the last component alone", async () => {
    const { folder, library } = project();
    const failed = { exitCode: 101, stdout: "", stderr: "error[E0308]: mismatched types" };
    const tools = new FakeTools(cargo, library, metadataOf(folder), ["cargo build", failed]);
    mkdirSync(join(folder, "build"));
    const component = join(folder, "build/my-exporter.wasm");
    writeFileSync(component, "the last one");
    await expect(buildProject({ folder, tools, onCommand: () => {} })).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining("error[E0308]"),
    });
    expect(readFileSync(component, "utf8")).toBe("the last one");
  });

  it.each([
    ["makes no cdylib", "project", ["rlib"]],
    ["holds no package", "workspace", ["cdylib"]],
  ])("tells when Cargo.toml %s, before anything is compiled", async (said, member, crateTypes) => {
    const { folder, path, library } = project();
    const tools = new FakeTools(cargo, library, metadataOf(join(path, member), undefined, crateTypes));
    await expect(buildProject({ folder, tools, onCommand: () => {} })).rejects.toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining(said),
      fix: expect.stringContaining('crate-type = ["cdylib"]'),
    });
    expect(tools.calls.some(({ text }) => text.startsWith("cargo build"))).toBe(false);
  });
});

describe("the toolchain of Rust where only Debian's packages are", () => {
  /** A machine with all of them; `rows` come first. */
  function debian(...rows: readonly Row[]) {
    const { folder, path } = project();
    const file = (name: string) => write(join(path, name), new Uint8Array());
    file("wasi-libc/crt1-reactor.o");
    file("usr/lib/rustlib/src/rust/library/std/Cargo.toml");
    const tools = new FakeTools(
      ...rows,
      cargo,
      ["rustc --print sysroot", answer(`${join(path, "usr")}\n`)],
      ["wasm-ld --version", answer("Debian LLD 14.0.6")],
      metadataOf(folder),
    );
    return { folder, tools, toolchain: createRustToolchain(join(path, "wasi-libc")), file, path };
  }

  it("is content with the standard library's source, a linker, and wasi-libc", async () => {
    const { toolchain, ...context } = debian();
    expect(await toolchain.findTools(context)).toMatchObject([
      { version: "1.95.0" },
      { version: "wasm32-wasip1" },
    ]);
  });

  it.each([
    ["the source", ["rustc --print sysroot", answer("/nowhere\n")]],
    ["a linker", ["wasm-ld --version", notThere]],
  ] as const)("is not content without %s", async (_, row) => {
    const { toolchain, ...context } = debian(row);
    expect((await toolchain.findTools(context))[1]!.version).toBeUndefined();
  });

  it("takes a library that is there already instead", async () => {
    const { toolchain, path, ...context } = debian();
    const tools = new FakeTools(cargo, libraryFor("wasm32-wasip2", path));
    expect((await toolchain.findTools({ ...context, tools }))[1]!.version).toBe("wasm32-wasip2");
  });

  it("builds the standard library too, and makes the component of the core module", async () => {
    const core = await componentEmbed({
      binary: await parse(honestWat()),
      witSource: contractWit,
      world: "plugin",
    });
    const { folder, toolchain, tools, path } = debian([
      "cargo build",
      () => write(join(folder, "target/wasm32-wasip1/release/my_exporter.wasm"), core),
    ]);
    const component = await toolchain.build({ folder, tools, onCommand: () => {} });
    expect(component).toBe(join(folder, "build/my-exporter.wasm"));
    expect([...readFileSync(component).subarray(0, 8)]).toEqual([0, 97, 115, 109, 13, 0, 1, 0]);
    const { text, env } = tools.calls.find((call) => call.text.startsWith("cargo build"))!;
    expect(text).toBe("cargo build --release --target wasm32-wasip1 -Zbuild-std=std,panic_abort");
    expect(env!.RUSTC_BOOTSTRAP).toBe("1");
    const flags = env!.CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS!.split(" ");
    expect(flags).toContain("-Clinker=wasm-ld");
    expect(flags).toContain(`-Clink-arg=${join(path, "wasi-libc/crt1-reactor.o")}`);
  });
});
