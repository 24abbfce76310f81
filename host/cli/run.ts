import { Agent, createLogger } from "../agent.ts";
import { type Logger, type LogLevel, logLevels } from "../contract/index.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { type Boot, type Command, exitCode, parseCommandLine, usageError } from "./command.ts";
import { packageVersion } from "./package-version.ts";
import { configOptions, readConfig } from "./read-config.ts";

export const runCommand: Command = {
  name: "run",
  usage:
    "run (-c FILE | --plugin FILE.wasm [--plugin-config FILE.yaml] …) [--allow-read DIR] [--allow-write DIR] [--allow-http ORIGIN] [--allow-env NAME] [--log-level LEVEL] [--log-format json|text] [--watch]",
  summary:
    "starts the agent; SIGTERM and SIGINT drain and stop it, SIGHUP reads config and plugins anew, as --watch does by itself",
  async run(args, { stdout, env, boot }) {
    const { values, tokens } = parseCommandLine(this, {
      args: [...args],
      tokens: true,
      options: {
        ...configOptions,
        "log-level": { type: "string" },
        "log-format": { type: "string" },
        watch: { type: "boolean" },
      },
    });
    const format = values["log-format"];
    if (format !== undefined && format !== "json" && format !== "text") {
      throw usageError(this, `--log-format is json or text, not "${format}"`);
    }
    const level = values["log-level"];
    if (level !== undefined && !isLogLevel(level)) {
      throw usageError(this, `--log-level is one of ${logLevels.join(", ")}, not "${level}"`);
    }
    const read = () => readConfig({ command: this, values, tokens, env });
    const config = read();
    boot?.threads.expect(config.service.pipelines.traces.exporters.length);
    const logger = createLogger({
      stream: stdout,
      level: level ?? config.service.telemetry.logs.level,
      ...(format === undefined ? {} : { format }),
    });
    for (const { message } of config.warnings) logger.log("warn", message);

    const signals = listenForSignals(logger);
    let started: Agent | undefined;
    process.on("SIGHUP", () => void started?.reloadConfig());
    const agent = await Agent.start({
      config,
      logger,
      env,
      version: packageVersion(),
      readConfig: read,
      watch: values.watch === true,
      cacheDirectory: cacheDirectory(env),
      threads: boot?.threads,
    }).finally(() => boot?.threads.close());
    started = agent;
    if (boot !== undefined) keepCode(boot, logger);
    await signals.first;
    const { lostSpans } = await agent.stop(signals.second);
    const code = lostSpans === 0 ? exitCode.good : exitCode.spansLost;
    // Plugins that were not waited for may still hold the process.
    if (signals.second.aborted) process.exit(code);
    return code;
  },
};

function keepCode(boot: Boot, logger: Logger): void {
  try {
    boot.keepCode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.log("warn", "the code cache can't be written", { reason });
  }
}

const isLogLevel = (text: string): text is LogLevel => (logLevels as readonly string[]).includes(text);

/** `first` resolves on the first SIGTERM or SIGINT, `second` is aborted by the next, a third ends the process. */
function listenForSignals(logger: Logger): { readonly first: Promise<void>; readonly second: AbortSignal } {
  const hurry = new AbortController();
  let received = 0;
  const first = new Promise<void>((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => {
      received += 1;
      if (received > 2) process.exit(exitCode.spansLost);
      if (received === 2) hurry.abort();
      logger.log(
        "info",
        received === 1 ? `${signal}: draining; once more ends at once` : `${signal}: ending at once`,
      );
      resolve();
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
  return { first, second: hurry.signal };
}
