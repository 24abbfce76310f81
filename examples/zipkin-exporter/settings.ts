import { ConfigValue, HttpRequest, readHeaders, readUrl } from "@spandock/guest-sdk";

/** The agent ends a call that takes 5s, which counts as a crash, unless its config says otherwise. */
const defaultTimeoutMillis: u32 = 4_000;

/** They say what the body is. */
const ownHeaders: string[] = ["content-type", "content-encoding", "content-length", "accept-encoding"];

/** What the config says. `request` is null only where the config has problems. */
export class Settings {
  request: HttpRequest | null = null;
  isCompressed: bool = true;
  /** Of resources that name no service: OpenTelemetry's own default by default. */
  defaultServiceName: string = "unknown_service";
}

export function readSettings(root: ConfigValue): Settings {
  root.onlyKeys(["endpoint", "headers", "compression", "timeout", "default_service_name"]);
  const settings = new Settings();
  settings.defaultServiceName = root.get("default_service_name").text(settings.defaultServiceName);
  const compression = root.get("compression").text("gzip");
  if (compression != "gzip" && compression != "none") root.get("compression").fail("expected gzip or none");
  settings.isCompressed = compression == "gzip";
  const endpoint = root.get("endpoint");
  if (!endpoint.exists) endpoint.fail("expected the URL of a Zipkin server, such as http://localhost:9411");
  const written = readUrl(endpoint);
  if (written === null) return settings;

  const request = new HttpRequest("POST", written.path == "/" ? written.join("api/v2/spans") : written);
  request.timeoutMillis = root.get("timeout").durationMillis(defaultTimeoutMillis);
  const headers = request.headers;
  headers.add("content-type", "application/json");
  if (settings.isCompressed) headers.add("content-encoding", "gzip");
  readHeaders(root.get("headers"), headers, ownHeaders);
  if (headers.get("user-agent") === null) headers.add("user-agent", "spandock-zipkin/0.1.0");
  settings.request = request;
  return settings;
}
