import { TraceExporter } from "../trace-exporter";

/**
 * What `traceExportersFromConfig` answers.
 *
 * ```ts
 * export function traceExportersFromConfig(config: Config): ConfigResult {
 *   if (config.type != ConfigType.Yaml) return ConfigResult.err("expected YAML, got " + config.typeName);
 *   return ConfigResult.ok([new MyExporter("/out/a.jsonl"), new MyExporter("/out/b.jsonl")]);
 * }
 * ```
 */
export class ConfigResult {
  private constructor(
    /** @internal */ readonly exporters: TraceExporter[],
    /** @internal */ readonly refusal: string | null,
  ) {}

  /** The exporters of the config; each gets every batch. At least one. */
  static ok(exporters: TraceExporter[]): ConfigResult {
    return new ConfigResult(exporters, null);
  }

  /** The agent shows the text and does not start the plugin. What was opened has to be closed before. */
  static err(text: string): ConfigResult {
    return new ConfigResult([], text);
  }
}
