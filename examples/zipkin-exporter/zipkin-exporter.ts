import { Config, ConfigResult } from "@spandock/guest-sdk";
import { readSettings } from "./settings";
import { SpanSender } from "./span-sender";

/** One exporter, which posts spans to a Zipkin server as JSON of its v2 API. */
export function traceExportersFromConfig(config: Config): ConfigResult {
  const settings = readSettings(config.parse());
  if (config.problems.length > 0) return config.refuse();
  const request = settings.request!;
  // Finds out now whether the config grants the host, and whether the headers can be sent.
  const error = request.check();
  if (error !== null) return ConfigResult.err(error.toString());
  return ConfigResult.ok([new SpanSender(request, settings.defaultServiceName, settings.isCompressed)]);
}
