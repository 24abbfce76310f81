import { describe, expect, it } from "vitest";
import { configWith, errorsOf, type Parts, parsed } from "./config-fixture.ts";

/** Lines: protocols from 4, exporter from 8 on when the protocols take one line, service from 12. */
const wrong: readonly (readonly [string, Parts, string, string])[] = [
  [
    "an unknown key",
    { exporter: "limit: {}" },
    'agent.yaml:8:5: exporters.files.limit: expected one of the keys plugin, digest, config, permissions, limits, crash_loop, sending_queue, retry_on_failure or batch, found the unknown key "limit"',
    "Write limits instead.",
  ],
  [
    "a map where a size belongs",
    { exporter: "limits: { memory: {} }" },
    "agent.yaml:8:23: exporters.files.limits.memory: expected a size such as 64MiB, 512KiB or bytes as a number, from 64KiB to 4GiB, found a map",
    "docs/config.md",
  ],
  [
    "a size under the smallest memory",
    { exporter: "limits: { memory: 1KiB }" },
    'agent.yaml:8:23: exporters.files.limits.memory: expected a size such as 64MiB, 512KiB or bytes as a number, from 64KiB to 4GiB, found "1KiB"',
    "docs/config.md",
  ],
  [
    "a duration without a unit",
    { exporter: "limits: { export_timeout: 5 }" },
    "agent.yaml:8:31: exporters.files.limits.export_timeout: expected a duration longer than 0 with a unit, such as 5s, 250ms or 1m30s, of at most 24 days, found 5",
    "docs/config.md",
  ],
  [
    "a key without its value",
    { exporter: "limits:\n  stop_timeout:" },
    "agent.yaml:9:7: exporters.files.limits.stop_timeout: expected a duration longer than 0 with a unit, such as 5s, 250ms or 1m30s, of at most 24 days, found nothing",
    "docs/config.md",
  ],
  [
    "a text where true or false belongs",
    { exporter: "sending_queue: { enabled: yes }" },
    'agent.yaml:8:31: exporters.files.sending_queue.enabled: expected true or false, found "yes"',
    "docs/config.md",
  ],
  [
    "a broken number",
    { exporter: "sending_queue: { queue_size: 1.5 }" },
    "agent.yaml:8:34: exporters.files.sending_queue.queue_size: expected a whole number of at least 1, found 1.5",
    "docs/config.md",
  ],
  [
    "none of the choices",
    { exporter: "sending_queue: { sizer: items }" },
    'agent.yaml:8:29: exporters.files.sending_queue.sizer: expected requests, spans or bytes, found "items"',
    "docs/config.md",
  ],
  [
    "a list where a map belongs",
    { exporter: "limits: []" },
    "agent.yaml:8:13: exporters.files.limits: expected a map with memory, config_timeout, export_timeout or stop_timeout, found a list",
    "docs/config.md",
  ],
  [
    "a map where a list belongs",
    { exporter: "permissions: { env: {} }" },
    "agent.yaml:8:25: exporters.files.permissions.env: expected a list of names of environment variables, found a map",
    "docs/config.md",
  ],
  [
    "a digest of another length",
    { exporter: "digest: sha256:abc" },
    'agent.yaml:8:13: exporters.files.digest: expected sha256: and 64 hexadecimal digits, found "sha256:abc"',
    "docs/config.md",
  ],
  [
    "a relative guest path",
    { exporter: "permissions:\n  directories: { out: { path: ./out } }" },
    'agent.yaml:9:22: exporters.files.permissions.directories.out: expected an absolute path as the plugin sees it, such as /out, found "out"',
    "docs/config.md",
  ],
  [
    "a guest path twice",
    { exporter: "permissions:\n  directories: { /out: { path: a }, /out/: { path: b } }" },
    "agent.yaml:9:7: exporters.files.permissions.directories: expected each guest path once, found /out twice",
    "docs/config.md",
  ],
  [
    "an origin with a path",
    { exporter: "permissions: { http: [ 'https://a/v1' ] }" },
    'agent.yaml:8:28: exporters.files.permissions.http[0]: expected an origin such as https://collector.example:4318, without a path, found "https://a/v1"',
    "docs/config.md",
  ],
  [
    "a retry that grows downwards",
    { exporter: "retry_on_failure: { max_interval: 1s }" },
    "agent.yaml:8:5: exporters.files.retry_on_failure.max_interval: expected at least initial_interval (5000 ms), found 1000 ms",
    "docs/config.md",
  ],
  [
    "a largest batch below the usual one",
    { exporter: "batch: { send_batch_size: 10, send_batch_max_size: 5 }" },
    "agent.yaml:8:5: exporters.files.batch.send_batch_max_size: expected 0 or at least send_batch_size (10), found 5",
    "docs/config.md",
  ],
  [
    "a receiver without protocols",
    { protocols: "{}" },
    "agent.yaml:3:5: receivers.otlp.protocols: expected http, grpc or both, found neither",
    "docs/config.md",
  ],
  [
    "an address that is a URL",
    { protocols: "http: { endpoint: 'http://localhost:4318' }" },
    'agent.yaml:4:25: receivers.otlp.protocols.http.endpoint: expected an address to listen on, such as 127.0.0.1:4318, [::1]:4318 or 4318 for loopback, found "http://localhost:4318"',
    "docs/config.md",
  ],
  [
    "an auth that lets nobody in",
    { protocols: "http: { auth: {} }" },
    "agent.yaml:4:15: receivers.otlp.protocols.http.auth: expected a map with bearer_tokens, basic_users or both, found neither",
    "docs/config.md",
  ],
  [
    "two receivers at one address",
    { protocols: "http: { endpoint: 0.0.0.0:4317 }\ngrpc: { endpoint: localhost:4317 }" },
    "agent.yaml:5:15: receivers.otlp.protocols.grpc.endpoint: expected an address of its own, found localhost:4317, while receivers.otlp.protocols.http.endpoint is 0.0.0.0:4317",
    "another port",
  ],
  [
    "the admin endpoint at a receiver's address",
    { service: "admin: { endpoint: 4318 }" },
    "agent.yaml:12:12: service.admin.endpoint: expected an address of its own, found 127.0.0.1:4318, while receivers.otlp.protocols.http.endpoint is 127.0.0.1:4318",
    "another port",
  ],
  [
    "a key of another agent",
    { service: "extensions: [health_check]" },
    'agent.yaml:12:3: service.extensions: expected one of the keys admin, shutdown_timeout, dead_letter, memory_limiter, telemetry, rules or pipelines, found the unknown key "extensions"',
    "health is at service.admin",
  ],
];

describe("a config with one thing wrong names the place, what was expected and what was found:", () => {
  it.each(wrong)("%s", (_, parts, message, fix) => {
    const errors = errorsOf(() => parsed(configWith(parts)));
    expect(errors.map((error) => error.message)).toEqual([message]);
    expect(errors[0]?.code).toBe("CONFIG_INVALID");
    expect(errors[0]?.fix).toContain(fix);
  });
});
