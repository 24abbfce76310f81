import { expect, it } from "vitest";
import { diffConfigs } from "../../host/config/index.ts";
import { configWith, parsed } from "./config-fixture.ts";

const nothing = { added: [], removed: [], changed: [] };

it("a config that only moved in its file did not change", () => {
  const before = parsed(configWith({ exporter: "config: { a: 1 }" }));
  const after = parsed(`# a comment\n\n${configWith({ exporter: "config: { a: 1 }" })}`);
  expect(diffConfigs(before, after)).toEqual({ receivers: nothing, exporters: nothing, service: [] });
});

it("what changed is named by exporter and field", () => {
  const before = parsed(configWith({ exporter: "config: { a: 1 }\nlimits: { memory: 1MiB }" }));
  const after = parsed(
    configWith({
      exporter: "config: { a: 2 }\nlimits: { memory: 1024KiB }\npermissions: {}\nbatch:",
      protocols: "http: { endpoint: 4320 }\ngrpc:",
      service: "shutdown_timeout: 1s",
    }),
  );
  expect(diffConfigs(before, after)).toEqual({
    receivers: { ...nothing, changed: [{ name: "otlp", fields: ["http", "grpc"] }] },
    exporters: { ...nothing, changed: [{ name: "files", fields: ["permissions", "config", "batch"] }] },
    service: ["shutdownTimeoutMillis"],
  });
});

it("exporters that came and went are named", () => {
  const text = configWith({});
  const renamed = parsed(text.replaceAll("files:", "archive:").replace("[files]", "[archive]"));
  const { exporters, service } = diffConfigs(parsed(text), renamed);
  expect(exporters).toEqual({ added: ["archive"], removed: ["files"], changed: [] });
  expect(service).toEqual(["pipelines"]);
});
