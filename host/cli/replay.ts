import { readDeadLetter, startPlugin } from "../agent.ts";
import type { AgentConfig, ExporterConfig } from "../config/index.ts";
import { type Outcome, SpandockError, silentLogger } from "../contract/index.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { type Command, exitCode, parseCommandLine, usageError } from "./command.ts";
import { configOptions, readConfig } from "./read-config.ts";

export const replayCommand: Command = {
  name: "replay",
  usage:
    "replay FILE (-c FILE [--exporter NAME] | --plugin FILE.wasm [--plugin-config FILE.yaml] [--allow-… …]) [--json]",
  summary: "hands a dead letter to a plugin and shows what it says; exit code 1 unless everything was taken",
  async run(args, { stdout, env }) {
    const { values, positionals, tokens } = parseCommandLine(this, {
      args: [...args],
      tokens: true,
      allowPositionals: true,
      options: { ...configOptions, exporter: { type: "string" }, json: { type: "boolean" } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw usageError(this, "expected one FILE of a dead letter");
    const { note, batch } = await readLetter(file);
    const config = readConfig({ command: this, values, tokens, env });
    const exporter = chooseExporter(config, values.exporter ?? note.exporter);

    const plugin = await startPlugin(exporter, { logger: silentLogger, cacheDirectory: cacheDirectory(env) });
    // The timers of a restart don't keep a process alive; this call has to be waited for all the same.
    const keepAlive = setInterval(() => {}, 60_000);
    const outcomes = await plugin.export(batch).finally(() => clearInterval(keepAlive));
    await plugin.stop();

    const shown = { exporter: exporter.name, spans: batch.spanCount, outcomes };
    stdout.write(values.json ? `${JSON.stringify(shown)}\n` : outcomes.map(formatOutcome).join(""));
    return outcomes.every(({ kind }) => kind === "accepted") ? exitCode.good : exitCode.badInput;
  },
};

async function readLetter(file: string) {
  return await readDeadLetter(file).catch((cause: Error) => {
    throw new SpandockError("DEAD_LETTER_NOT_READABLE", { message: cause.message, cause });
  });
}

/** The one that the letter, or the user, names; else the only one there is. */
function chooseExporter({ exporters }: AgentConfig, name: string): ExporterConfig {
  const chosen = exporters.get(name) ?? (exporters.size === 1 ? [...exporters.values()][0] : undefined);
  if (chosen !== undefined) return chosen;
  const known = [...exporters.keys()].join(", ");
  throw new SpandockError("USAGE", {
    message: `no exporter is named "${name}"; there are ${known}`,
    fix: "Name one of them with --exporter.",
  });
}

function formatOutcome(outcome: Outcome, index: number): string {
  const { kind, message = "" } = outcome;
  const rejected = kind === "partly-rejected" ? ` ${outcome.rejectedSpans} spans` : "";
  return `trace exporter ${index}: ${kind}${rejected}${message === "" ? "" : `: ${message}`}\n`;
}
