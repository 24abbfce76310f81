import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const sdk = fileURLToPath(new URL("../../", import.meta.url));

export interface CompiledPlugin {
  readonly wasm: Uint8Array;
  readonly sourceMap: string;
  /** What asc printed. */
  readonly output: string;
}

/**
 * Compiles an author's file with the SDK's asconfig.json, as `npx asc exporter.ts --config asconfig.json` does; without
 * its optimizations, which take seconds, unless `options` ask for them.
 */
export async function compilePlugin(
  source: string,
  options: readonly string[] = ["--target", "debug"],
): Promise<CompiledPlugin> {
  const { failure, output, files } = await compile({
    source,
    options: ["--config", "asconfig.json", ...options],
    config: { extends: "@spandock/guest-sdk/asconfig.json" },
  });
  if (failure !== undefined) throw new Error(output);
  return { wasm: files.wasm!, sourceMap: new TextDecoder().decode(files.map!), output };
}

/** What asc prints when it refuses an author's file. */
export async function compileError(source: string): Promise<string> {
  const { failure, output } = await compile({
    source,
    options: ["--config", "asconfig.json"],
    config: { extends: "@spandock/guest-sdk/asconfig.json" },
  });
  if (failure === undefined) throw new Error("asc took the file");
  return output;
}

interface CompileOptions {
  readonly source: string;
  readonly options: readonly string[];
  readonly config?: object;
}

/** The folder lies inside the package's own, so that asc finds the SDK in the workspace's node_modules. */
async function compile({ source, options, config }: CompileOptions) {
  const folder = mkdtempSync(join(sdk, "build-"));
  try {
    writeFileSync(join(folder, "exporter.ts"), source);
    if (config !== undefined) writeFileSync(join(folder, "asconfig.json"), JSON.stringify(config));
    const { error, stdout, stderr } = await asc.main([
      "exporter.ts",
      "--baseDir",
      relative(process.cwd(), folder),
      "--outFile",
      "exporter.wasm",
      "--noColors",
      ...options,
    ]);
    const read = (name: string) => (error ? undefined : new Uint8Array(readFileSync(join(folder, name))));
    return {
      failure: error ?? undefined,
      output: `${stdout}${stderr}`,
      files: { wasm: read("exporter.wasm"), map: config && read("exporter.wasm.map") },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
