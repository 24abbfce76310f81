import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SpandockError } from "../../contract/index.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import type { Toolchain } from "./toolchain.ts";

/** AssemblyScript: `asc` with the SDK's transform, by the project's own build script. */
export const assemblyscriptToolchain: Toolchain = {
  language: "as",
  title: "AssemblyScript",
  matches: (folder) => existsSync(join(folder, "asconfig.json")),
  findTools: async ({ folder, tools }) => [
    await findTool(tools, {
      name: "npm",
      command: ["npm", "--version"],
      install: "Node.js brings it: https://nodejs.org",
      folder,
    }),
    {
      ...(await findTool(tools, {
        name: "asc",
        command: ["npx", "--no-install", "asc", "--version"],
        install: `cd ${folder} && npm install`,
        folder,
      })),
      isProjectDependency: true,
    },
  ],
  async build(context) {
    // Silent is npm alone: what the compiler says comes through.
    await runBuildStep(context, { command: "npm", args: ["run", "--silent", "build"] });
    return outFileOf(context.folder);
  },
};

function outFileOf(folder: string): string {
  const file = join(folder, "asconfig.json");
  const { options, targets } = JSON.parse(readFileSync(file, "utf8")) as {
    options?: { outFile?: string };
    targets?: { release?: { outFile?: string } };
  };
  const outFile = options?.outFile ?? targets?.release?.outFile;
  if (outFile !== undefined) return resolve(folder, outFile);
  throw new SpandockError("PLUGIN_BUILD_FAILED", {
    message: `${file} names no outFile`,
    fix: 'Say where the plugin goes: "options": { "outFile": "build/my-exporter.wasm" }.',
  });
}
