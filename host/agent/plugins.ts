import type { AgentConfig, ExporterConfig } from "../config/index.ts";
import { type Clock, type Logger, SpandockError, SpandockErrors } from "../contract/index.ts";
import { openPlugin, type Plugin } from "../plugins/index.ts";

/** What plugins are made with, besides their own config. */
export interface PluginEnvironment {
  readonly logger: Logger;
  /** Where compiled plugins are kept; without it each start compiles anew. */
  readonly cacheDirectory?: string | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Makes and starts the plugins of all exporters in pipelines, side by side; all of them, or none.
 *
 * @throws SpandockErrors with the problem of each that did not start.
 */
export async function startPlugins(
  config: AgentConfig,
  environment: PluginEnvironment,
): Promise<readonly Plugin[]> {
  const chosen = config.service.pipelines.traces.exporters.map((name) => config.exporters.get(name)!);
  const results = await Promise.allSettled(chosen.map((exporter) => startPlugin(exporter, environment)));
  const started = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length === 0) return started;
  for (const { code, message } of await stopPlugins(started))
    environment.logger.log("error", message, { code });
  const unexpected = failures.find((failure) => !(failure instanceof SpandockError));
  throw unexpected ?? new SpandockErrors(failures);
}

/**
 * Opens, verifies and starts the plugin of one exporter.
 *
 * @throws SpandockError
 */
export async function startPlugin(exporter: ExporterConfig, environment: PluginEnvironment): Promise<Plugin> {
  const { name, pluginFile: file } = exporter;
  const { logger, clock, cacheDirectory } = environment;
  const plugin = await openPlugin({
    ...exporter,
    file,
    logger: logger.child({ exporter: name }),
    ...(clock === undefined ? {} : { clock }),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
  });
  await plugin.start();
  const { digest, width } = plugin.status();
  logger.log("info", "plugin loaded", { exporter: name, file, digest, exporters: width });
  return plugin;
}

/** Stops them one after the other, in reverse; one that fails does not keep the others from stopping. */
export async function stopPlugins(plugins: readonly Plugin[]): Promise<readonly SpandockError[]> {
  const problems: SpandockError[] = [];
  for (const plugin of [...plugins].reverse()) {
    await plugin.stop().catch((error: unknown) => {
      if (!(error instanceof SpandockError)) throw error;
      problems.push(error);
    });
  }
  return problems;
}
