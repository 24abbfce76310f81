import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SpandockError } from "../../contract/index.ts";
import { findTool } from "./find-tool.ts";
import { runBuildStep } from "./run-build-step.ts";
import type { BuildContext, Tool, Toolchain } from "./toolchain.ts";

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const compiler = "@bytecodealliance/componentize-js";

/**
 * TypeScript on the JavaScript engine of ComponentizeJS, by the project's own build script, which leaves the component
 * in `build/` under the package's name without scope.
 */
export const typescriptToolchain: Toolchain = {
  language: "ts",
  title: "TypeScript",
  matches(folder) {
    if (existsSync(join(folder, "asconfig.json"))) return false;
    const { dependencies, devDependencies } = readManifest(folder) ?? {};
    return compiler in { ...dependencies, ...devDependencies };
  },
  findTools: (context) =>
    Promise.all([
      findPackage(context, compiler, "version"),
      findPackage(context, "rolldown", "VERSION"),
      findTool(context.tools, {
        name: "tsc",
        command: ["npx", "--no-install", "tsc", "--version"],
        install: installCommand(context.folder),
        folder: context.folder,
      }),
    ]).then((tools) => tools.map((tool) => ({ ...tool, isProjectDependency: true }))),
  async build(context) {
    await runBuildStep(context, { command: "npm", args: ["run", "build"] });
    const { name } = readManifest(context.folder) ?? {};
    const component = join(context.folder, "build", `${name?.replace(/^@[^/]*\//, "")}.wasm`);
    if (existsSync(component)) return component;
    throw new SpandockError("PLUGIN_BUILD_FAILED", {
      message: `npm run build (in ${context.folder}) did not write ${component}`,
      fix: 'Let the build script write build/<name>.wasm, with the "name" of package.json without its scope.',
    });
  },
};

/** Loads the package as the build will, from the project's folder, and asks for the version that it exports. */
async function findPackage(
  { folder, tools }: Pick<BuildContext, "folder" | "tools">,
  name: string,
  versionExport: string,
): Promise<Tool> {
  const script = `import('${name}').then(m=>console.log(m.${versionExport}))`;
  return await findTool(tools, {
    name,
    command: ["node", "-e", script],
    install: installCommand(folder),
    folder,
  });
}

const installCommand = (folder: string) => `cd ${folder} && npm install`;

/** Undefined where there is none that can be read: the folder is of another language then. */
function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}
