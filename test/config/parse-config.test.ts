import { describe, expect, it } from "vitest";
import {
  defaultLimits,
  defaultOtlpGrpcReceiver,
  defaultOtlpHttpReceiver,
  defaultRetry,
  defaultSendingQueue,
} from "../../host/contract/index.ts";
import { configWith, errorsOf, type ParsedWith, parsed } from "./config-fixture.ts";

const exporterOf = (exporter: string, options: ParsedWith = {}) =>
  parsed(configWith({ exporter }), options).exporters.get("files")!;

describe("a config that says no more than it must", () => {
  const config = parsed(configWith({ protocols: "http:\ngrpc:" }));

  it("listens on loopback only", () => {
    const { http, grpc } = config.receivers.get("otlp")!;
    expect(http).toEqual({ endpoint: { host: "127.0.0.1", port: 4318 }, ...defaultOtlpHttpReceiver });
    expect(grpc).toEqual({ endpoint: { host: "127.0.0.1", port: 4317 }, ...defaultOtlpGrpcReceiver });
    expect(config.service.admin).toEqual({ endpoint: { host: "127.0.0.1", port: 55679 } });
  });

  it("has the defaults of the contract for its exporter, and no permissions at all", () => {
    expect(config.exporters.get("files")).toEqual({
      name: "files",
      at: { line: 7, column: 3 },
      pluginFile: "/base/files.wasm",
      config: { blob: new Uint8Array(), type: "yaml" },
      permissions: undefined,
      injectHeaders: {},
      limits: defaultLimits,
      crashLoop: { maxCrashes: 5, windowMillis: 60_000, pauseMillis: 60_000 },
      sendingQueue: defaultSendingQueue,
      retry: defaultRetry,
    });
  });

  it("has the defaults of the service", () => {
    expect(config.service).toEqual({
      admin: { endpoint: { host: "127.0.0.1", port: 55679 } },
      shutdownTimeoutMillis: 15_000,
      telemetry: { logs: { level: "info" } },
      pipelines: { traces: { receivers: ["otlp"], exporters: ["files"], fanOut: "all" } },
    });
    expect([config.file, config.warnings, config.secrets]).toEqual(["/base/agent.yaml", [], []]);
  });
});

describe("a config that says everything", () => {
  it("has its units resolved and its paths absolute", () => {
    const made = exporterOf(`digest: sha256:${"Ab".repeat(32)}
limits: { memory: 1GiB, config_timeout: 1m, export_timeout: 1.5s, stop_timeout: 100ms }
crash_loop: { max_crashes: 3, window: 10s, pause: 1h }
sending_queue: { enabled: false, queue_size: 5, sizer: bytes, num_consumers: 2, block_on_overflow: true, storage: q, fsync: never }
retry_on_failure: { enabled: false, initial_interval: 1s, max_interval: 2s, max_elapsed_time: 0, multiplier: 2, randomization_factor: 0 }
batch: { send_batch_size: 100, send_batch_max_size: 200, timeout: 0 }`);
    expect(made.digest).toBe(`sha256:${"ab".repeat(32)}`);
    expect(made.limits).toEqual({
      memoryBytes: 1024 ** 3,
      configTimeoutMillis: 60_000,
      exportTimeoutMillis: 1500,
      stopTimeoutMillis: 100,
    });
    expect(made.crashLoop).toEqual({ maxCrashes: 3, windowMillis: 10_000, pauseMillis: 3_600_000 });
    expect(made.sendingQueue).toEqual({
      enabled: false,
      queueSize: 5,
      sizer: "bytes",
      numConsumers: 2,
      blockOnOverflow: true,
      storage: "/base/q",
      fsync: "never",
    });
    expect(made.retry).toEqual({
      enabled: false,
      initialIntervalMillis: 1000,
      maxIntervalMillis: 2000,
      maxElapsedTimeMillis: 0,
      multiplier: 2,
      randomizationFactor: 0,
    });
    expect(made.batch).toEqual({ sendBatchSize: 100, sendBatchMaxSize: 200, timeoutMillis: 0 });
  });

  it("has its receivers resolved", () => {
    const { receivers } = parsed(
      configWith({
        protocols: `http:
  endpoint: "[::1]:0"
  max_request_body_size: 1MiB
  traces_url_path: /in
  cors: { allowed_origins: ["https://*.example.com"], allowed_headers: ["*"], max_age: 60 }
  read_header_timeout: 1s
  read_timeout: 2s
  idle_timeout: 3s
  tls: { cert_file: c.pem, key_file: /k.pem, client_ca_file: ca.pem }
  auth: { bearer_tokens: [abc], basic_users: [{ username: u, password: p }] }
grpc:
  max_recv_msg_size_mib: 4
  max_concurrent_streams: 10
  keepalive: { server_parameters: { max_connection_idle: 1s, max_connection_age: 2s, max_connection_age_grace: 3s, time: 4s, timeout: 5s } }`,
      }),
    );
    expect(receivers.get("otlp")).toEqual({
      name: "otlp",
      type: "otlp",
      at: { line: 2, column: 3 },
      http: {
        endpoint: { host: "::1", port: 0 },
        maxBodyBytes: 1024 ** 2,
        tracesPath: "/in",
        cors: { allowedOrigins: ["https://*.example.com"], allowedHeaders: ["*"], maxAgeSeconds: 60 },
        readHeaderTimeoutMillis: 1000,
        readTimeoutMillis: 2000,
        idleTimeoutMillis: 3000,
        tls: { certFile: "/base/c.pem", keyFile: "/k.pem", clientCaFile: "/base/ca.pem" },
        auth: { bearerTokens: ["abc"], basicUsers: [{ username: "u", password: "p" }] },
      },
      grpc: {
        endpoint: { host: "127.0.0.1", port: 4317 },
        maxMessageBytes: 4 * 1024 ** 2,
        maxConcurrentStreams: 10,
        keepalive: {
          maxConnectionIdleMillis: 1000,
          maxConnectionAgeMillis: 2000,
          maxConnectionAgeGraceMillis: 3000,
          timeMillis: 4000,
          timeoutMillis: 5000,
        },
      },
    });
  });

  it("has its service resolved", () => {
    const { service } = parsed(
      configWith({
        service: `admin: { enabled: false }
shutdown_timeout: 1s
dead_letter: { directory: ./dead, max_size: 1MB }
memory_limiter: { limit: 500MiB, check_interval: 2s }
telemetry: { logs: { level: debug } }`,
      }).replace("exporters: [files] }", "exporters: [files], fan_out: independent }"),
    );
    expect(service).toEqual({
      admin: undefined,
      shutdownTimeoutMillis: 1000,
      deadLetter: { directory: "/base/dead", maxBytes: 1_000_000 },
      memoryLimiter: { limitBytes: 500 * 1024 ** 2, spikeBytes: 100 * 1024 ** 2, checkIntervalMillis: 2000 },
      telemetry: { logs: { level: "debug" } },
      pipelines: { traces: { receivers: ["otlp"], exporters: ["files"], fanOut: "independent" } },
    });
  });

  it("may batch with nothing but defaults", () => {
    expect(exporterOf("batch:").batch).toEqual({
      sendBatchSize: 8192,
      sendBatchMaxSize: 0,
      timeoutMillis: 200,
    });
  });
});

describe("references in the agent's own keys", () => {
  const env = { N: "7", ON: "false", PORT: "4320", PW: "12345" };

  it("take the type that the key has, quoted or not", () => {
    const exporter = 'sending_queue:\n  queue_size: ${env:N}\n  enabled: "${env:ON}"';
    expect(exporterOf(exporter, { env }).sendingQueue).toMatchObject({ queueSize: 7, enabled: false });
  });

  it("may be a part of a text, and stay a text where one is expected", () => {
    const protocols =
      "http:\n  endpoint: 0.0.0.0:${env:PORT}\n  auth:\n    bearer_tokens:\n      - ${env:PW}";
    const { receivers } = parsed(configWith({ protocols }), { env });
    expect(receivers.get("otlp")?.http).toMatchObject({
      endpoint: { host: "0.0.0.0", port: 4320 },
      auth: { bearerTokens: ["12345"] },
    });
  });

  it("fall back on their default, and are reported without one", () => {
    const exporter = "limits:\n  memory: ${env:GONE:-1MiB}\n  stop_timeout: ${env:GONE}";
    const errors = errorsOf(() => parsed(configWith({ exporter })));
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      [
        "CONFIG_ENV_MISSING",
        "agent.yaml:10:21: exporters.files.limits.stop_timeout: expected the environment variable GONE to be set, found ${env:GONE} without it",
      ],
    ]);
  });
});

it("a secret that is not set is answered with what can be done, which is not a default", () => {
  const exporter = 'permissions:\n  http: [{ origin: http://x, headers: { a: "${secret:GONE}" } }]';
  const [error] = errorsOf(() => parsed(configWith({ exporter })));
  expect([error?.code, error?.fix]).toEqual(["CONFIG_ENV_MISSING", "Set the variable GONE."]);
});

it("exporters and receivers in no pipeline are allowed, with a warning, and don't clash", () => {
  const text = configWith({})
    .replace("exporters:\n", "  otlp/2: { protocols: { http: } }\nexporters:\n")
    .replace("service:", "  spare: { plugin: spare.wasm }\nservice:");
  const { warnings, exporters, receivers } = parsed(text);
  expect([...exporters.keys(), ...receivers.keys()]).toEqual(["files", "spare", "otlp", "otlp/2"]);
  expect(warnings.map(({ message }) => message)).toEqual([
    "agent.yaml:5:3: receivers.otlp/2 is in no pipeline and does not listen",
    "agent.yaml:10:3: exporters.spare is in no pipeline and is not started",
  ]);
});
