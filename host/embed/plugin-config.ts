import type { PluginConfig } from "../contract/index.ts";

/** A plugin's config as an embedder writes it: YAML text, or a value that JSON can hold. */
export type ConfigInput = string | Readonly<Record<string, unknown>>;

const encoder = new TextEncoder();

/** The blob that crosses the boundary: text as YAML, exactly as it is; anything else as JSON. */
export function pluginConfigOf(config: ConfigInput = ""): PluginConfig {
  return typeof config === "string"
    ? { blob: encoder.encode(config), type: "yaml" }
    : { blob: encoder.encode(JSON.stringify(config)), type: "json" };
}
