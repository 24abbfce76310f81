import { Config, ConfigResult } from "@spandock/guest-sdk";
import { LogExporter } from "./log-exporter";

/** Called once, with what stands under `config:` in spandock.yaml. Several exporters may come of one config. */
export function traceExportersFromConfig(config: Config): ConfigResult {
  const root = config.parse();
  root.onlyKeys(["prefix"]);
  const prefix = root.get("prefix").text("span");
  if (config.problems.length > 0) return config.refuse();
  return ConfigResult.ok([new LogExporter(prefix)]);
}
