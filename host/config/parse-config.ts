import { basename, join } from "node:path";
import { isMap } from "yaml";
import { type AgentConfig, type ConfigWarning, defaultAdmin } from "./agent-config.ts";
import { checkListeners, checkPipeline, checkStorage, listenersOf } from "./check-references.ts";
import { checkRules } from "./check-rules.ts";
import type { ConfigContext, ConfigFiles, Environment } from "./config-context.ts";
import { ConfigProblems } from "./config-problems.ts";
import { parseConfigSource } from "./config-source.ts";
import { type ConfigValue, entriesOf, isNothing, reportValue, rootValue } from "./config-value.ts";
import { rootSchema } from "./root-schema.ts";
import { defaultShutdownTimeoutMillis } from "./service-schema.ts";

export interface ParseConfigOptions {
  /** The YAML text. */
  readonly text: string;
  /** The file's name as messages show it. */
  readonly file: string;
  readonly env: Environment;
  /** Absolute path that relative paths start from: the config file's directory. */
  readonly baseDir: string;
  readonly files: ConfigFiles;
}

/** Makes the config of a text; throws SpandockErrors with every problem, in the order of the text. */
export function parseConfig({ text, file, env, baseDir, files }: ParseConfigOptions): AgentConfig {
  const problems = new ConfigProblems(file);
  const source = parseConfigSource(text, problems);
  if (!source) {
    problems.throwIfAny();
    throw new Error("a source that can't be trusted comes with a problem");
  }
  const context: ConfigContext = { source, problems, env, files, baseDir, warnings: [], secrets: new Set() };
  const root = rootValue(context);
  if (!isMap(root.node)) {
    reportValue(root, isNothing(root) ? "a map with receivers, exporters and service" : "a map at the top");
    problems.throwIfAny();
  }
  const config = readRoot(root, join(baseDir, basename(file)));
  problems.throwIfAny();
  return config;
}

function readRoot(root: ConfigValue, file: string): AgentConfig {
  const { context } = root;
  const raw = rootSchema.read(root) ?? {};
  const [receivers, exporters] = [raw.receivers ?? new Map(), raw.exporters ?? new Map()];
  const { admin = defaultAdmin, pipelines, ...service } = raw.service ?? {};
  // Names as they are written: one whose own value is wrong is not unknown.
  const defined = { receivers: keysOf(root, "receivers"), exporters: keysOf(root, "exporters") };
  const traces = pipelines?.traces
    ? checkPipeline(pipelines.traces, defined, context)
    : { receivers: [], exporters: [], fanOut: "all" as const };
  const listening = [...receivers.values()].filter(({ name }) => traces.receivers.includes(name));
  const rules = checkRules(service.rules ?? [], defined.exporters, context);
  const ownTraces = service.telemetry?.traces ?? "off";
  const switchedOn = admin === "off" ? undefined : admin;
  checkListeners(listenersOf(listening, switchedOn), root);
  checkStorage([...exporters.values()], root);
  const unused = [
    ...unusedOf(context, "receivers", receivers.values(), traces.receivers, "does not listen"),
    ...unusedOf(
      context,
      "exporters",
      exporters.values(),
      [...traces.exporters, ...rules.map(({ exporter }) => exporter)],
      "is not started",
    ),
  ];
  const ofYaml = context.source.warnings.map(({ at, message }) => ({
    at,
    message: `${context.problems.place(at)}: ${message}`,
  }));
  return {
    file,
    receivers,
    exporters,
    service: {
      admin: switchedOn,
      shutdownTimeoutMillis: service.shutdown_timeout ?? defaultShutdownTimeoutMillis,
      ...(service.dead_letter && { deadLetter: service.dead_letter }),
      ...(service.memory_limiter && { memoryLimiter: service.memory_limiter }),
      telemetry: {
        logs: { level: service.telemetry?.logs?.level ?? "info" },
        ...(ownTraces !== "off" && { traces: ownTraces }),
      },
      ...(rules.length > 0 && { rules }),
      pipelines: { traces },
    },
    warnings: [...ofYaml, ...context.warnings, ...unused],
    secrets: [...context.secrets],
  };
}

function keysOf(root: ConfigValue, key: string): readonly string[] {
  const entry = entriesOf(root)?.find((each) => each.key === key);
  return (entry && entriesOf(entry)?.map((each) => each.key)) ?? [];
}

function unusedOf(
  { problems }: ConfigContext,
  kind: string,
  defined: Iterable<{ readonly name: string; readonly at: ConfigWarning["at"] }>,
  used: readonly string[],
  consequence: string,
): readonly ConfigWarning[] {
  return [...defined]
    .filter(({ name }) => !used.includes(name))
    .map(({ name, at }) => ({
      at,
      message: `${problems.place(at ?? { line: 1, column: 1 })}: ${kind}.${name} is in no pipeline and ${consequence}`,
    }));
}
