import { type Command, exitCode, usageError } from "./command.ts";

/** Each is loaded only when it is asked for. */
const subcommands: Readonly<Record<string, () => Promise<Command>>> = {
  new: async () => (await import("./plugin/new.ts")).pluginNewCommand,
  build: async () => (await import("./plugin/build.ts")).pluginBuildCommand,
  dev: async () => (await import("./plugin/dev.ts")).pluginDevCommand,
  check: async () => (await import("./plugin/check.ts")).pluginCheckCommand,
  bench: async () => (await import("./plugin/bench.ts")).pluginBenchCommand,
};

export const pluginCommand: Command = {
  name: "plugin",
  usage: `plugin ${Object.keys(subcommands).join("|")} …`,
  summary: "the author's kit; spandock plugin NAME --help tells more of each",
  hasSubcommands: true,
  async run(args, context) {
    const [name, ...rest] = args;
    const load = name === undefined ? undefined : subcommands[name];
    if (name === "--help" || name === "-h") {
      for (const load of Object.values(subcommands)) {
        const { usage, summary } = await load();
        context.stdout.write(`spandock ${usage}\n    ${summary}\n`);
      }
      return exitCode.good;
    }
    if (load === undefined) {
      throw usageError(this, name === undefined ? "no subcommand given" : `unknown subcommand "${name}"`);
    }
    const command = await load();
    if (rest.includes("--help") || rest.includes("-h")) {
      context.stdout.write(`usage: spandock ${command.usage}\n${command.summary}\n`);
      return exitCode.good;
    }
    return await command.run(rest, context);
  },
};
