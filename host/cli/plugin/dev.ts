import { relative, resolve } from "node:path";
import { DevSession, systemTools } from "../../author/index.ts";
import { systemClock } from "../../contract/index.ts";
import { cacheDirectory } from "../cache-directory.ts";
import { type Command, exitCode, parseCommandLine, usageError } from "../command.ts";
import { packageVersion } from "../package-version.ts";
import { DevPrinter } from "./dev-printer.ts";
import { interruption } from "./interruption.ts";

const usualSpansPerSecond = 10;
const mostSpansPerSecond = 100_000;

export const pluginDevCommand: Command = {
  name: "dev",
  usage: "plugin dev [DIR] [-c spandock.yaml] [--rate N | --no-traffic]",
  summary:
    "builds the plugin in DIR (here by default), runs it in an agent of its own on sample spans (N a second, 10 by default), and swaps in each change as you save; Ctrl-C drains and stops",
  async run(args, { stdout, stderr, env }) {
    const { values, positionals } = parseCommandLine(this, {
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: "string", short: "c" },
        rate: { type: "string" },
        "no-traffic": { type: "boolean" },
      },
    });
    if (positionals.length > 1) throw usageError(this, `expected one DIR, found ${positionals.join(" ")}`);
    if (values.rate !== undefined && values["no-traffic"]) {
      throw usageError(this, "--rate and --no-traffic exclude each other");
    }
    const folder = resolve(positionals[0] ?? ".");
    const printer = new DevPrinter({ stdout, stderr, shown: (path) => relative(process.cwd(), path) || "." });
    const interrupted = interruption();
    const session = new DevSession({
      folder,
      configFile: values.config === undefined ? undefined : resolve(values.config),
      tools: systemTools(env),
      env,
      version: packageVersion(),
      cacheDirectory: cacheDirectory(env),
      spansPerSecond: values["no-traffic"] ? 0 : parseRate(values.rate),
      clock: systemClock,
      random: Math.random,
      emit: (event) => printer.print(event),
    });
    const isOver = new Promise<void>((end) => {
      interrupted.first.addEventListener("abort", () => end(), { once: true });
    });
    // Nothing else may hold the process while it waits for a first build that goes well.
    const hold = setInterval(() => {}, 2 ** 30);
    try {
      await Promise.race([session.start().then(() => isOver), isOver]);
      stdout.write("\ndraining; once more ends at once\n");
      await session.stop(interrupted.second);
      // Plugins that were not waited for may still hold the process.
      if (interrupted.second.aborted) process.exit(exitCode.good);
      return exitCode.good;
    } finally {
      clearInterval(hold);
      interrupted[Symbol.dispose]();
    }
  },
};

function parseRate(text: string | undefined): number {
  if (text === undefined) return usualSpansPerSecond;
  const rate = Number(text);
  if (rate > 0 && rate <= mostSpansPerSecond) return rate;
  throw usageError(
    pluginDevCommand,
    `--rate is a number of spans a second, from above 0 to ${mostSpansPerSecond}, not "${text}"; --no-traffic sends none`,
  );
}
