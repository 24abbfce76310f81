/**
 * config: turns a config file, or the flags that stand for one, into a typed and resolved `AgentConfig`, or into the
 * list of everything that is wrong with it. It reads files and the environment only through its options, starts
 * nothing, and never looks into a plugin.
 */
export * from "./agent-config.ts";
export type { ConfigFiles, Environment } from "./config-context.ts";
export { type ConfigFlags, configFromFlags, type FlaggedPlugin } from "./config-from-flags.ts";
export {
  type ConfigDiff,
  diffConfigs,
  differingFields,
  type PartChange,
  type PartsDiff,
} from "./diff-configs.ts";
export type { ConfigEdit } from "./edit-config.ts";
export { type LoadConfigOptions, loadConfig, systemFiles } from "./load-config.ts";
export {
  locatePlugin,
  namesPackagedPlugin,
  type PluginLocation,
  packagedPlugins,
} from "./packaged-plugins.ts";
export { type ParseConfigOptions, parseConfig } from "./parse-config.ts";
export { type ParsedExporter, type ParseExporterOptions, parseExporter } from "./parse-exporter.ts";
export { parseSize } from "./parse-size.ts";
export { redactConfig } from "./redact-config.ts";
export {
  type PlannedRewrite,
  planRewrite,
  type RewriteConfigOptions,
  rewriteConfigFile,
} from "./rewrite-config-file.ts";
