import { startPlugin } from "../agent.ts";
import type { ExporterConfig } from "../config/index.ts";
import { type SpandockError, silentLogger } from "../contract/index.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { type Command, exitCode, parseCommandLine } from "./command.ts";
import { createPlainLogger } from "./plain-logger.ts";
import { errorsOf, formatError, formatErrorsAsJson } from "./print-error.ts";
import { configOptions, readConfig } from "./read-config.ts";

export const validateCommand: Command = {
  name: "validate",
  usage: "validate (-c FILE | --plugin FILE.wasm [--plugin-config FILE.yaml] [--allow-… …]) [--json]",
  summary: "checks the config and every plugin in it, without receiving anything",
  async run(args, { stdout, stderr, env }) {
    const { values, tokens } = parseCommandLine(this, {
      args: [...args],
      tokens: true,
      options: { ...configOptions, json: { type: "boolean" } },
    });
    const config = readConfig({ command: this, values, tokens, env });
    const logger = values.json ? silentLogger : createPlainLogger(stdout);
    for (const { message } of config.warnings) logger.log("warn", message);
    const problems: SpandockError[] = [];
    for (const exporter of config.exporters.values()) problems.push(...(await check(exporter)));
    if (values.json) stdout.write(problems.length === 0 ? `{"errors":[]}\n` : formatErrorsAsJson(problems));
    else if (problems.length > 0) stderr.write(problems.map(formatError).join(""));
    else
      stdout.write(
        `${config.file ?? "the command line"}: good, ${config.exporters.size} exporters checked\n`,
      );
    return problems.length === 0 ? exitCode.good : exitCode.badInput;

    async function check(exporter: ExporterConfig): Promise<readonly SpandockError[]> {
      try {
        await (await startPlugin(exporter, { logger, cacheDirectory: cacheDirectory(env) })).stop();
        return [];
      } catch (thrown) {
        return errorsOf(thrown);
      }
    }
  },
};
