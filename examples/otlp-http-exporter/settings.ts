import { ConfigValue, HttpRequest, HttpUrl, readHeaders, readUrl } from "@spandock/guest-sdk";

/** The agent ends a call that takes 5s, which counts as a crash, unless its config says otherwise. */
const defaultTimeoutMillis: u32 = 4_000;

/** They say what the body is. */
const ownHeaders: string[] = ["content-type", "content-encoding", "content-length", "accept-encoding"];

/** What the config says. `request` is null only where the config has problems. */
export class Settings {
  request: HttpRequest | null = null;
  isCompressed: bool = true;
}

export function readSettings(root: ConfigValue): Settings {
  root.onlyKeys(["endpoint", "traces_endpoint", "headers", "compression", "timeout"]);
  const settings = new Settings();
  const compression = root.get("compression").text("gzip");
  if (compression != "gzip" && compression != "none") root.get("compression").fail("expected gzip or none");
  settings.isCompressed = compression == "gzip";
  const url = readTracesUrl(root);
  if (url === null) return settings;

  const request = new HttpRequest("POST", url);
  request.timeoutMillis = root.get("timeout").durationMillis(defaultTimeoutMillis);
  const headers = request.headers;
  headers.add("content-type", "application/x-protobuf");
  if (settings.isCompressed) headers.add("content-encoding", "gzip");
  readHeaders(root.get("headers"), headers, ownHeaders);
  if (headers.get("user-agent") === null) headers.add("user-agent", "spandock-otlp-http/0.1.0");
  settings.request = request;
  return settings;
}

/**
 * `traces_endpoint` as it is, else `endpoint` with the signal's path behind its own
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp).
 */
function readTracesUrl(root: ConfigValue): HttpUrl | null {
  if (root.get("traces_endpoint").exists) return readUrl(root.get("traces_endpoint"));
  const endpoint = root.get("endpoint");
  if (!endpoint.exists)
    endpoint.fail("expected the URL of an OTLP/HTTP receiver, such as http://localhost:4318");
  const base = readUrl(endpoint);
  return base === null ? null : base.join("v1/traces");
}
