import { relative, resolve } from "node:path";
import { buildProject, systemTools, toolsMissing } from "../../author/index.ts";
import { SpandockErrors } from "../../contract/index.ts";
import { type Command, type CommandContext, exitCode, parseCommandLine } from "../command.ts";

export const pluginBuildCommand: Command = {
  name: "build",
  usage: "plugin build [DIR…] [--skip-missing]",
  summary:
    "builds the plugin in DIR (here, when none is named) with its language's own tools; --skip-missing goes on without those that are not installed",
  async run(args, context) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: { "skip-missing": { type: "boolean" } },
    });
    const folders = positionals.length === 0 ? ["."] : positionals;
    for (const folder of folders) await build(resolve(folder), values["skip-missing"] ?? false, context);
    return exitCode.good;
  },
};

async function build(folder: string, skipMissing: boolean, { stdout, env }: CommandContext): Promise<void> {
  const shown = (path: string) => relative(process.cwd(), path) || ".";
  const onCommand = (text: string) => stdout.write(`${shown(folder)}: ${text}\n`);
  const result = await buildProject({ folder, tools: systemTools(env), onCommand });
  if (result.status === "built") {
    stdout.write(`${shown(folder)}: built ${shown(result.component)} (${result.toolchain.title})\n`);
    return;
  }
  const { toolchain, missing } = result;
  if (!skipMissing) throw new SpandockErrors([toolsMissing(toolchain.title, missing)]);
  for (const { name, install } of missing) {
    stdout.write(`${shown(folder)}: skipped: no ${name} (install: ${install})\n`);
  }
}
