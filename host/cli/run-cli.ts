import { SpandockError } from "../contract/index.ts";
import { type Command, type CommandContext, exitCode } from "./command.ts";
import { errorsOf, formatError, formatErrorsAsJson } from "./print-error.ts";

/** Each command is loaded only when it is asked for: the agent starts without the code of the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import("./run.ts")).runCommand,
  validate: async () => (await import("./validate.ts")).validateCommand,
  inspect: async () => (await import("./inspect/inspect.ts")).inspectCommand,
  plugin: async () => (await import("./plugin.ts")).pluginCommand,
  exporters: async () => (await import("./exporters.ts")).exportersCommand,
  queue: async () => (await import("./queue.ts")).queueCommand,
  replay: async () => (await import("./replay.ts")).replayCommand,
  version: async () => (await import("./version.ts")).versionCommand,
};

/** Runs one command line and answers its exit code; errors go to `stderr` (as JSON with `--json`). */
export async function runCli(args: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined) throw new SpandockError("USAGE", { message: "no command given" });
    if (["help", "--help", "-h"].includes(name)) return await printHelp(context);
    const load = commands[name === "--version" ? "version" : name];
    if (load === undefined) {
      throw new SpandockError("USAGE", {
        message: `unknown command "${name}"; there are ${Object.keys(commands).join(", ")}`,
      });
    }
    const command = await load();
    if (command.hasSubcommands !== true && (rest.includes("--help") || rest.includes("-h"))) {
      context.stdout.write(`usage: spandock ${command.usage}\n${command.summary}\n`);
      return exitCode.good;
    }
    return await command.run(rest, context);
  } catch (thrown) {
    const errors = errorsOf(thrown);
    context.stderr.write(
      rest.includes("--json") ? formatErrorsAsJson(errors) : errors.map(formatError).join(""),
    );
    return errors.some(({ code }) => code === "USAGE") ? exitCode.usage : exitCode.badInput;
  }
}

async function printHelp({ stdout }: CommandContext): Promise<number> {
  stdout.write("spandock: a trace agent whose exporters are WebAssembly components\n\n");
  for (const load of Object.values(commands)) {
    const { usage, summary } = await load();
    stdout.write(`  spandock ${usage}\n      ${summary}\n`);
  }
  return exitCode.good;
}
