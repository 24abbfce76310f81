import type { PluginConfig } from "../contract/index.ts";

/** A plugin's config as an embedder writes it: YAML text, or a value that JSON can hold. */
export type ConfigInput = string | Readonly<Record<string, unknown>>;

const encoder = new TextEncoder();

/**
 * The blob that crosses the boundary, as YAML, which is what plugins get from an agent's config file: text exactly as
 * it is, a value as JSON, which is YAML too.
 */
export function pluginConfigOf(config: ConfigInput = ""): PluginConfig {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  return { blob: encoder.encode(text), type: "yaml" };
}
