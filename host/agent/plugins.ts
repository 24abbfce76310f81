import type { ExporterConfig } from "../config/index.ts";
import type { Clock, Logger } from "../contract/index.ts";
import { openPlugin, type Plugin, type PluginStatus, type ThreadSource } from "../plugins/index.ts";

/** What plugins are made with, besides their own config. */
export interface PluginEnvironment {
  readonly logger: Logger;
  /** Where compiled plugins are kept; without it each start compiles anew. */
  readonly cacheDirectory?: string | undefined;
  readonly clock?: Clock | undefined;
  /** Threads that have been started ahead. */
  readonly threads?: ThreadSource | undefined;
}

/**
 * Reads the plugin of one exporter; nothing of it has run yet.
 *
 * @throws SpandockError PLUGIN_NOT_READABLE, PLUGIN_DIGEST_MISMATCH
 */
export async function openExporter(
  exporter: ExporterConfig,
  { logger, clock, cacheDirectory, threads }: PluginEnvironment,
  onStateChange: (status: PluginStatus) => void,
): Promise<Plugin> {
  return await openPlugin({
    ...exporter,
    file: exporter.pluginFile,
    logger: logger.child({ exporter: exporter.name }),
    onStateChange,
    ...(clock === undefined ? {} : { clock }),
    ...(threads === undefined ? {} : { threads }),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
  });
}

/**
 * Opens, verifies and starts the plugin of one exporter.
 *
 * @throws SpandockError
 */
export async function startPlugin(exporter: ExporterConfig, environment: PluginEnvironment): Promise<Plugin> {
  const plugin = await openExporter(exporter, environment, () => {});
  await plugin.start();
  return plugin;
}
