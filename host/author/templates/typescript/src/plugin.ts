import { type ConfigType, type Configured, toContract } from "../guest/plugin.ts";
import { LineExporter } from "./line-exporter.ts";
import { parseSettings } from "./settings.ts";

/** Called once with the `config` of the agent's config file. */
function traceExportersFromConfig(blob: Uint8Array, type: ConfigType): Configured {
  const settings = parseSettings(new TextDecoder().decode(blob), type);
  if ("refused" in settings) return settings;
  return { exporters: [new LineExporter(settings.prefix, (line) => console.log(line))] };
}

export const traceExporterPlugin = toContract({ traceExportersFromConfig });
