import { isAbsolute } from "node:path/posix";
import {
  defaultOtlpGrpcReceiver,
  defaultOtlpHttpReceiver,
  type GrpcKeepalive,
  type OtlpGrpcReceiverOptions,
  type OtlpHttpReceiverOptions,
} from "../contract/index.ts";
import type { ReceiverConfig } from "./agent-config.ts";
import { entriesOf, keyAt } from "./config-value.ts";
import { entries, list, object } from "./read-collections.ts";
import { integer, parsed, text } from "./read-scalars.ts";
import { duration, endpoint, size, timeout } from "./read-units.ts";
import { mapped, type Reader } from "./reader.ts";
import { auth, tls } from "./receiver-security-schema.ts";

/** Where OTLP listens when the config doesn't say, by the ports of the OTLP specification. */
const defaultHttpEndpoint = { host: "127.0.0.1", port: 4318 } as const;
const defaultGrpcEndpoint = { host: "127.0.0.1", port: 4317 } as const;

/** Both protocols on loopback, for a start without a config file. */
export const defaultReceiver: ReceiverConfig = {
  name: "otlp",
  type: "otlp",
  at: undefined,
  http: { endpoint: defaultHttpEndpoint, ...defaultOtlpHttpReceiver },
  grpc: { endpoint: defaultGrpcEndpoint, ...defaultOtlpGrpcReceiver },
};

const cors = mapped(
  object(
    {
      allowed_origins: list("origins such as https://*.example.com", text("an origin")),
      allowed_headers: list("header names", text("a header name")),
      max_age: integer({ min: 0, unit: "seconds" }),
    },
    { required: { allowed_origins: "a list of origins such as https://*.example.com" } },
  ),
  (raw) => ({
    allowedOrigins: raw.allowed_origins ?? [],
    ...(raw.allowed_headers && { allowedHeaders: raw.allowed_headers }),
    ...(raw.max_age !== undefined && { maxAgeSeconds: raw.max_age }),
  }),
);

const http: Reader<OtlpHttpReceiverOptions> = mapped(
  object({
    endpoint,
    max_request_body_size: size({ minBytes: 1, range: "at least 1 byte" }),
    traces_url_path: parsed("a path such as /v1/traces", (read) =>
      isAbsolute(read) && !/[\s?#]/.test(read) ? read : undefined,
    ),
    cors,
    read_header_timeout: timeout,
    read_timeout: timeout,
    idle_timeout: timeout,
    tls,
    auth,
  }),
  (raw) => ({
    endpoint: raw.endpoint ?? defaultHttpEndpoint,
    maxBodyBytes: raw.max_request_body_size ?? defaultOtlpHttpReceiver.maxBodyBytes,
    tracesPath: raw.traces_url_path ?? defaultOtlpHttpReceiver.tracesPath,
    ...(raw.cors && { cors: raw.cors }),
    readHeaderTimeoutMillis: raw.read_header_timeout ?? defaultOtlpHttpReceiver.readHeaderTimeoutMillis,
    readTimeoutMillis: raw.read_timeout ?? defaultOtlpHttpReceiver.readTimeoutMillis,
    idleTimeoutMillis: raw.idle_timeout ?? defaultOtlpHttpReceiver.idleTimeoutMillis,
    ...(raw.tls && { tls: raw.tls }),
    ...(raw.auth && { auth: raw.auth }),
  }),
);

const serverParameters: Reader<GrpcKeepalive> = mapped(
  object({
    max_connection_idle: timeout,
    max_connection_age: timeout,
    max_connection_age_grace: duration,
    time: timeout,
    timeout,
  }),
  (raw) => ({
    ...(raw.max_connection_idle !== undefined && { maxConnectionIdleMillis: raw.max_connection_idle }),
    ...(raw.max_connection_age !== undefined && { maxConnectionAgeMillis: raw.max_connection_age }),
    ...(raw.max_connection_age_grace !== undefined && {
      maxConnectionAgeGraceMillis: raw.max_connection_age_grace,
    }),
    ...(raw.time !== undefined && { timeMillis: raw.time }),
    ...(raw.timeout !== undefined && { timeoutMillis: raw.timeout }),
  }),
);

const grpc: Reader<OtlpGrpcReceiverOptions> = mapped(
  object({
    endpoint,
    max_recv_msg_size_mib: integer({ min: 1, max: 2047, unit: "MiB" }),
    max_concurrent_streams: integer({ min: 1, max: 2 ** 32 - 1, unit: "calls" }),
    keepalive: object({ server_parameters: serverParameters }),
    tls,
    auth,
  }),
  (raw) => ({
    endpoint: raw.endpoint ?? defaultGrpcEndpoint,
    maxMessageBytes:
      raw.max_recv_msg_size_mib === undefined
        ? defaultOtlpGrpcReceiver.maxMessageBytes
        : raw.max_recv_msg_size_mib * 1024 * 1024,
    ...(raw.max_concurrent_streams !== undefined && { maxConcurrentStreams: raw.max_concurrent_streams }),
    ...(raw.keepalive?.server_parameters && { keepalive: raw.keepalive.server_parameters }),
    ...(raw.tls && { tls: raw.tls }),
    ...(raw.auth && { auth: raw.auth }),
  }),
);

const protocols = mapped(object({ http, grpc }), (raw, value) => {
  if (!entriesOf(value)?.length) {
    const { context, path } = value;
    context.problems.report({ at: keyAt(value), path, expected: "http, grpc or both", found: "neither" });
  }
  return raw;
});

const otlp = object({ protocols }, { required: { protocols: "a map with http, grpc or both" } });

/** The config's `receivers`, by name. */
export const receivers: Reader<Map<string, ReceiverConfig>> = entries(
  "a map of receivers, such as otlp",
  (entry) => {
    const { key: name, context, path } = entry;
    if (!/^otlp(?:\/[A-Za-z0-9_.-]+)?$/.test(name)) {
      const expected = "otlp, or otlp/ and a name of letters, digits, _, . and -";
      context.problems.report({ at: keyAt(entry), path, expected, found: JSON.stringify(name) });
      return undefined;
    }
    return { name, type: "otlp", at: keyAt(entry), ...otlp.read(entry)?.protocols };
  },
  { otlp },
);
