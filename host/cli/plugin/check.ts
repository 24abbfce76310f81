import { writeFile } from "node:fs/promises";
import {
  type CheckReport,
  type CheckResult,
  checkPlugin,
  formatCheckResult,
  formatCheckSummary,
  formatJunit,
} from "../../author/index.ts";
import { SpandockError } from "../../contract/index.ts";
import { cacheDirectory } from "../cache-directory.ts";
import { type Command, type CommandContext, exitCode, parseCommandLine } from "../command.ts";
import { pluginOptions, pluginUsage, readPluginUnderTest } from "./plugin-under-test.ts";

export const pluginCheckCommand: Command = {
  name: "check",
  usage: `plugin check ${pluginUsage} [--quick] [--strict] [--real-dirs] [--json | --junit[=FILE.xml]]`,
  summary:
    "the conformance kit: runs a plugin through everything that an agent may do to it; exit code 1 when a check fails, with --strict at a warning, too",
  async run(args, context) {
    const { values, positionals } = parseCommandLine(this, {
      args: withJunitValue(args),
      allowPositionals: true,
      options: {
        ...pluginOptions,
        quick: { type: "boolean" },
        strict: { type: "boolean" },
        "real-dirs": { type: "boolean" },
        json: { type: "boolean" },
        junit: { type: "string" },
      },
    });
    const plugin = await readPluginUnderTest({ command: this, values, positionals, env: context.env });
    const isPrinted = !values.json && values.junit !== "";
    const printer = new Printer(context);
    if (isPrinted) context.stdout.write(`${plugin.file}\n`);
    const report = await checkPlugin({
      ...plugin,
      isQuick: values.quick ?? false,
      useRealDirectories: values["real-dirs"] ?? false,
      cacheDirectory: cacheDirectory(context.env),
      ...(isPrinted ? { onResult: (result) => printer.add(result) } : {}),
    });
    if (isPrinted) printer.finish(report);
    else context.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatJunit(report));
    if (values.junit) await writeReport(values.junit, formatJunit(report));
    const { failed, warned } = report.counts;
    return failed > 0 || (values.strict && warned > 0) ? exitCode.badInput : exitCode.good;
  },
};

/** Prints results as they come, under the name of their group. */
class Printer {
  readonly #context: CommandContext;
  #blocked = 0;
  #group: string | undefined;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  add(result: CheckResult): void {
    const { stdout } = this.#context;
    if (result.blockedBy !== undefined) {
      this.#blocked += 1;
      return;
    }
    if (result.group !== this.#group) stdout.write(`\n${result.group}\n`);
    this.#group = result.group;
    stdout.write(formatCheckResult(result, this.#format()));
  }

  finish(report: CheckReport): void {
    const { stdout } = this.#context;
    const gate = report.results.find(({ blockedBy }) => blockedBy !== undefined)?.blockedBy;
    if (gate !== undefined) stdout.write(`\n${this.#blocked} checks were not made, since ${gate} failed\n`);
    stdout.write(`\n${formatCheckSummary(report, this.#format())}`);
  }

  #format() {
    const { stdout, env } = this.#context;
    return { isColored: stdout.isTTY === true && !env.NO_COLOR };
  }
}

/** `--junit` alone, which `parseArgs` does not know, is `--junit=`; `--junit FILE.xml` stays. */
function withJunitValue(args: readonly string[]): string[] {
  return args.map((arg, index) =>
    arg === "--junit" && !args[index + 1]?.endsWith(".xml") ? "--junit=" : arg,
  );
}

async function writeReport(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw new SpandockError("USAGE", {
      message: `--junit: ${file} can't be written: ${cause.code ?? cause.message}`,
      fix: "Name a file in a folder that is there and may be written.",
      cause,
    });
  });
}
