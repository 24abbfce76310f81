import { Agent, createLogger } from "../agent.ts";
import { type Logger, type LogLevel, logLevels } from "../contract/index.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { type Command, exitCode, parseCommandLine, usageError } from "./command.ts";
import { configOptions, readConfig } from "./read-config.ts";

export const runCommand: Command = {
  name: "run",
  usage:
    "run (-c FILE | --plugin FILE.wasm [--plugin-config FILE.yaml] …) [--allow-read DIR] [--allow-write DIR] [--allow-http ORIGIN] [--allow-env NAME] [--log-level LEVEL] [--log-format json|text]",
  summary: "starts the agent; SIGTERM and SIGINT drain and stop it",
  async run(args, { stdout, env }) {
    const { values, tokens } = parseCommandLine(this, {
      args: [...args],
      tokens: true,
      options: { ...configOptions, "log-level": { type: "string" }, "log-format": { type: "string" } },
    });
    const format = values["log-format"];
    if (format !== undefined && format !== "json" && format !== "text") {
      throw usageError(this, `--log-format is json or text, not "${format}"`);
    }
    const level = values["log-level"];
    if (level !== undefined && !isLogLevel(level)) {
      throw usageError(this, `--log-level is one of ${logLevels.join(", ")}, not "${level}"`);
    }
    const config = readConfig({ command: this, values, tokens, env });
    const logger = await createLogger({
      stream: stdout,
      level: level ?? config.service.telemetry.logs.level,
      ...(format === undefined ? {} : { format }),
    });
    for (const { message } of config.warnings) logger.log("warn", message);

    const signal = nextSignal(logger);
    const agent = await Agent.start({ config, logger, cacheDirectory: cacheDirectory(env) });
    await signal;
    const { lostSpans } = await agent.stop();
    return lostSpans === 0 ? exitCode.good : exitCode.spansLost;
  },
};

const isLogLevel = (text: string): text is LogLevel => (logLevels as readonly string[]).includes(text);

/** Resolves on the first SIGTERM or SIGINT; the second ends the process at once. */
function nextSignal(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    let received = 0;
    const onSignal = (signal: NodeJS.Signals) => {
      received += 1;
      if (received > 1) process.exit(exitCode.spansLost);
      logger.log("info", `${signal}: draining; once more ends at once`);
      resolve();
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}
