import { readFile } from "node:fs/promises";
import { SpandockError } from "../contract/index.ts";
import { inspectPlugin, type PluginReport } from "../plugins/index.ts";
import { type BuildContext, type Tool, type Toolchain, toolchains } from "./toolchains/index.ts";

/** What became of one project. */
export type BuildResult =
  | {
      readonly status: "built";
      readonly toolchain: Toolchain;
      /** Absolute path of the `.wasm`. */
      readonly component: string;
      /** Of a plugin that this agent takes. */
      readonly report: PluginReport;
    }
  | { readonly status: "missing-tools"; readonly toolchain: Toolchain; readonly missing: readonly Tool[] };

/**
 * Finds the language of a project and its tools, builds it, and looks whether this agent would take what came out.
 *
 * @throws SpandockError PLUGIN_PROJECT_UNKNOWN when no language knows the folder, PLUGIN_BUILD_FAILED, or one of
 * those by which a plugin is refused
 */
export async function buildProject(context: BuildContext): Promise<BuildResult> {
  const toolchain = projectToolchain(context.folder);
  const tools = await toolchain.findTools(context);
  const missing = tools.filter(({ version }) => version === undefined);
  if (missing.length > 0) return { status: "missing-tools", toolchain, missing };
  return { status: "built", toolchain, ...(await buildWith(toolchain, context)) };
}

/** The same when the tools are known to be there: looking for them takes longer than some builds. */
export async function buildWith(
  toolchain: Toolchain,
  context: BuildContext,
): Promise<{ readonly component: string; readonly report: PluginReport }> {
  const component = await toolchain.build(context);
  const report = inspectPlugin(await read(component), component);
  if (report.refusal !== undefined) throw new SpandockError(report.refusal.code, report.refusal);
  return { component, report };
}

async function read(component: string): Promise<Uint8Array> {
  return await readFile(component).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("PLUGIN_BUILD_FAILED", {
      message: `the build ended well and left no plugin at ${component}: ${cause.code ?? cause.message}`,
      fix: "Check that the project's own build writes the file that its manifest names.",
      cause,
    });
  });
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
