import { SpandockError } from "../../contract/index.ts";
import type { BuildContext } from "./toolchain.ts";

const maxShownCharacters = 8_000;

export interface BuildStep {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs one command of a build in the project's folder and gives back its standard output.
 *
 * @throws SpandockError PLUGIN_BUILD_FAILED with the end of what it said, unless `onOutput` was told
 */
export async function runBuildStep(
  context: BuildContext,
  { command, args, env }: BuildStep,
): Promise<string> {
  const { folder, tools, onCommand, onOutput, signal } = context;
  const settings = Object.entries(env ?? {}).map(([name, value]) => `${name}=${quoted(value)} `);
  const shown = settings.join("") + [command, ...args].map(quoted).join(" ");
  onCommand(shown);
  const { exitCode, stdout, stderr } = await tools.run(command, args, {
    folder,
    ...(env === undefined ? {} : { env }),
    ...(onOutput === undefined ? {} : { onOutput }),
    ...(signal === undefined ? {} : { signal }),
  });
  const title = `${shown} (in ${folder})`;
  if (signal?.aborted)
    throw new SpandockError("PLUGIN_BUILD_FAILED", { message: `${title} was interrupted` });
  if (exitCode === 0) return stdout;
  // A program that did not start has told nobody.
  const isTold = onOutput !== undefined && exitCode !== undefined;
  const said = isTold ? "" : `:\n${`${stdout}\n${stderr}`.trim().slice(-maxShownCharacters)}`;
  throw new SpandockError("PLUGIN_BUILD_FAILED", {
    message: `${title} ${exitCode === undefined ? "did not start" : `ended with ${exitCode}`}${said}`,
  });
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
