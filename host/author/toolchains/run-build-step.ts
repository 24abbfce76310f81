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
 * @throws SpandockError PLUGIN_BUILD_FAILED with the end of what it said
 */
export async function runBuildStep(
  context: BuildContext,
  { command, args, env }: BuildStep,
): Promise<string> {
  const { folder, tools, onCommand } = context;
  const settings = Object.entries(env ?? {}).map(([name, value]) => `${name}=${quoted(value)} `);
  const shown = settings.join("") + [command, ...args].map(quoted).join(" ");
  onCommand(shown);
  const { exitCode, stdout, stderr } = await tools.run(command, args, {
    folder,
    ...(env === undefined ? {} : { env }),
  });
  if (exitCode === 0) return stdout;
  const said = `${stdout}\n${stderr}`.trim().slice(-maxShownCharacters);
  throw new SpandockError("PLUGIN_BUILD_FAILED", {
    message: `${shown} (in ${folder}) ended with ${exitCode ?? "no start"}:\n${said}`,
  });
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
