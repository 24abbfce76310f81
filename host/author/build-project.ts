import { SpandockError } from "../contract/index.ts";
import { type BuildContext, type Tool, type Toolchain, toolchains } from "./toolchains/index.ts";

/** What became of one project. */
export type BuildResult =
  | { readonly status: "built"; readonly toolchain: Toolchain; readonly component: string }
  | { readonly status: "missing-tools"; readonly toolchain: Toolchain; readonly missing: readonly Tool[] };

/**
 * Finds the language of a project and its tools, and builds it.
 *
 * @throws SpandockError PLUGIN_PROJECT_UNKNOWN when no language knows the folder, PLUGIN_BUILD_FAILED
 */
export async function buildProject(context: BuildContext): Promise<BuildResult> {
  const toolchain = projectToolchain(context.folder);
  const tools = await toolchain.findTools(context);
  const missing = tools.filter(({ version }) => version === undefined);
  if (missing.length > 0) return { status: "missing-tools", toolchain, missing };
  return { status: "built", toolchain, component: await toolchain.build(context) };
}

/** @throws SpandockError PLUGIN_PROJECT_UNKNOWN */
export function projectToolchain(folder: string): Toolchain {
  const toolchain = toolchains.find(({ matches }) => matches(folder));
  if (toolchain !== undefined) return toolchain;
  throw new SpandockError("PLUGIN_PROJECT_UNKNOWN", {
    message: `${folder} holds no project of a known language`,
  });
}

/** The error for tools that are missing: each with the command that installs it. */
export function toolsMissing(title: string, missing: readonly Tool[]): SpandockError {
  return new SpandockError("TOOLCHAIN_MISSING", {
    message: `${title} needs ${missing.map(({ name }) => name).join(", ")}`,
    fix: missing.map(({ name, install }) => `Install ${name}: ${install}`).join("\n       "),
  });
}
