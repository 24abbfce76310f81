import { Config, ConfigResult } from "@spandock/guest-sdk";
import { LogExporter } from "./log-exporter";
import { Verbosity, verbosityNames } from "./verbosity";

/** One exporter, which prints what it gets through the agent's log. `verbosity` says how much of it. */
export function traceExportersFromConfig(config: Config): ConfigResult {
  const root = config.parse();
  root.onlyKeys(["verbosity"]);
  const chosen = root.get("verbosity");
  const verbosity = verbosityNames.indexOf(chosen.text("normal"));
  if (verbosity < 0) chosen.fail("expected " + verbosityNames.join(", ") + ", found " + chosen.text());
  if (config.problems.length > 0) return config.refuse();
  return ConfigResult.ok([new LogExporter(<Verbosity>verbosity)]);
}
