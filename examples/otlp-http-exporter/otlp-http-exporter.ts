import { Config, ConfigResult } from "@spandock/guest-sdk";
import { CollectorExporter } from "./collector-exporter";
import { readSettings } from "./settings";

/** One exporter, which hands every batch to an OTLP/HTTP receiver as it came. */
export function traceExportersFromConfig(config: Config): ConfigResult {
  const settings = readSettings(config.parse());
  if (config.problems.length > 0) return config.refuse();
  const request = settings.request!;
  // Finds out now whether the config grants the host, and whether the headers can be sent.
  const error = request.check();
  if (error !== null) return ConfigResult.err(error.toString());
  return ConfigResult.ok([new CollectorExporter(request, settings.isCompressed)]);
}
