import { createPlugin, type Plugin } from "./plugin.ts";
import type { PluginOptions } from "./plugin-options.ts";
import { readPluginFile } from "./read-plugin-file.ts";

/** `PluginOptions` for a plugin that is still in its file. */
export interface OpenPluginOptions extends Omit<PluginOptions, "bytes" | "file"> {
  readonly file: string;
  /** `sha256:…`; with it, a file of any other content is refused. */
  readonly digest?: string;
}

/**
 * Reads a plugin from its file; it is not verified and not started yet.
 *
 * @throws SpandockError PLUGIN_NOT_READABLE, PLUGIN_DIGEST_MISMATCH
 */
export async function openPlugin(options: OpenPluginOptions): Promise<Plugin> {
  return createPlugin({ ...options, bytes: await readPluginFile(options) });
}
