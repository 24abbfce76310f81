import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const sdk = fileURLToPath(new URL("../../", import.meta.url));

export interface CompileOptions {
  /** asc's target: with `release`, the optimizations that authors ship take seconds. */
  readonly target?: "release" | "debug";
  /** The author's file, in the author's folder. */
  readonly entry?: string;
  /** More of the author's files, by name. */
  readonly others?: Readonly<Record<string, string>>;
  /** More of asc's flags. */
  readonly flags?: readonly string[];
}

export interface CompiledPlugin {
  readonly wasm: Uint8Array;
  readonly sourceMap: string;
  /** What asc printed. */
  readonly output: string;
}

/** Compiles an author's file with the SDK's asconfig.json, as `npx asc exporter.ts --config asconfig.json` does. */
export async function compilePlugin(source: string, options: CompileOptions = {}): Promise<CompiledPlugin> {
  const { compiled, output } = await compile(source, options);
  if (compiled === undefined) throw new Error(output);
  return { ...compiled, output };
}

/** What asc prints when it refuses an author's file. */
export async function compileError(
  source: string,
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { compiled, output } = await compile(source, { others });
  if (compiled !== undefined) throw new Error("asc took the file");
  return output;
}

/** In a folder like an author's, with the SDK among its node_modules and nothing else. */
async function compile(source: string, options: CompileOptions) {
  const { target = "debug", entry = "exporter.ts", others = {}, flags = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), "author-"));
  try {
    mkdirSync(join(folder, "node_modules/@spandock"), { recursive: true });
    symlinkSync(sdk, join(folder, "node_modules/@spandock/guest-sdk"), "junction");
    mkdirSync(join(folder, dirname(entry)), { recursive: true });
    for (const [name, text] of Object.entries({ ...others, [entry]: source })) {
      writeFileSync(join(folder, name), text);
    }
    writeFileSync(
      join(folder, "asconfig.json"),
      JSON.stringify({ extends: "@spandock/guest-sdk/asconfig.json" }),
    );
    const files = new Map<string, string | Uint8Array>();
    const { error, stdout, stderr } = await asc.main(
      [
        entry,
        ...["--baseDir", relative(process.cwd(), folder), "--config", "asconfig.json", "--target", target],
        // Not in the config: asc resolves what stands there against the base directory twice.
        ...["--outFile", "build/exporter.wasm"],
        "--noColors",
        ...flags,
      ],
      // asc's own goes wrong with a base directory that lies beside the current one.
      { writeFile: (path, contents) => void files.set(basename(path), contents) },
    );
    const output = `${stdout}${stderr}`;
    if (error) return { output };
    const wasm = new Uint8Array(files.get("exporter.wasm") as Uint8Array);
    const sourceMap = String(files.get("exporter.wasm.map"));
    return { output, compiled: { wasm, sourceMap } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
