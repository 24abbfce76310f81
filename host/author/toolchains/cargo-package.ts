import { realpathSync } from "node:fs";
import { join } from "node:path";
import { SpandockError } from "../../contract/index.ts";
import { runBuildStep } from "./run-build-step.ts";
import type { BuildContext } from "./toolchain.ts";

export interface CargoPackage {
  /** The package's own name. */
  readonly name: string;
  /** Where a release build for `target` leaves what it made. */
  wasmFile(target: string): string;
}

/** What is read of `cargo metadata` (https://doc.rust-lang.org/cargo/commands/cargo-metadata.html). */
interface Metadata {
  readonly target_directory: string;
  readonly packages: readonly {
    readonly name: string;
    readonly manifest_path: string;
    readonly targets: readonly { readonly name: string; readonly crate_types: readonly string[] }[];
  }[];
}

/**
 * Asks cargo about the package in the project's folder: it knows of workspaces and of settings outside of the manifest.
 *
 * @throws SpandockError PLUGIN_BUILD_FAILED
 */
export async function readCargoPackage(context: BuildContext): Promise<CargoPackage> {
  const args = ["metadata", "--no-deps", "--format-version", "1"];
  // What it says is for us, not for those who watch the build.
  const unwatched = { ...context, onOutput: undefined };
  const metadata = JSON.parse(await runBuildStep(unwatched, { command: "cargo", args })) as Metadata;
  // cargo has followed the links on the way to its folder.
  const file = realpathSync(join(context.folder, "Cargo.toml"));
  const found = metadata.packages.find(({ manifest_path: path }) => path === file);
  const library = found?.targets.find(({ crate_types: types }) => types.includes("cdylib"));
  if (found === undefined || library === undefined) {
    throw new SpandockError("PLUGIN_BUILD_FAILED", {
      message: `${file} ${found === undefined ? "holds no package" : "makes no cdylib"}`,
      fix: 'A plugin is a library of this kind: in Cargo.toml, [lib] crate-type = ["cdylib"].',
    });
  }
  const built = `${library.name.replaceAll("-", "_")}.wasm`;
  return {
    name: found.name,
    wasmFile: (target) => join(metadata.target_directory, target, "release", built),
  };
}
