import { isMap } from "yaml";
import type { ExporterConfig } from "./agent-config.ts";
import type { ConfigContext, ConfigFiles, Environment } from "./config-context.ts";
import { ConfigProblems } from "./config-problems.ts";
import { parseConfigSource } from "./config-source.ts";
import { reportValue, rootValue } from "./config-value.ts";
import { readExporter } from "./exporters-schema.ts";

export interface ParseExporterOptions {
  readonly name: string;
  /** What stands under the exporter's name in a config file, as YAML or JSON text. */
  readonly entry: string;
  readonly env: Environment;
  /** Absolute path that relative paths start from. */
  readonly baseDir: string;
  readonly files: ConfigFiles;
}

export interface ParsedExporter {
  readonly exporter: ExporterConfig;
  readonly warnings: readonly string[];
  /** Values that may never be shown. */
  readonly secrets: readonly string[];
}

/** One exporter by the config file's schema; throws SpandockErrors with every problem, in the order of the text. */
export function parseExporter({ name, entry, env, baseDir, files }: ParseExporterOptions): ParsedExporter {
  const problems = new ConfigProblems(`entry of "${name}"`);
  const source = parseConfigSource(entry, problems);
  problems.throwIfAny();
  const context: ConfigContext = {
    source: source!,
    problems,
    env,
    files,
    baseDir,
    warnings: [],
    secrets: new Set(),
  };
  const value = { ...rootValue(context), path: `exporters.${name}`, key: name };
  if (!isMap(value.node)) reportValue(value, "a map with plugin, config, permissions and so on");
  problems.throwIfAny();
  const exporter = readExporter(value);
  problems.throwIfAny();
  return {
    exporter: exporter!,
    warnings: context.warnings.map(({ message }) => message),
    secrets: [...context.secrets],
  };
}
