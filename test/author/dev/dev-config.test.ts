import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { devConfig, writtenDirectories } from "../../../host/author/dev/dev-config.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";

function project(yaml: string) {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const component = folder.file("mine.wasm", "");
  return { folder: folder.path, component, configFile: folder.file("spandock.yaml", yaml), env: {} };
}

const anyPort = { host: "127.0.0.1", port: 0 };

it("receivers and admin move to free ports of loopback, without passwords; the exporters stay as they are", () => {
  const config = devConfig(
    project(`
receivers:
  otlp/public: { protocols: { grpc: { endpoint: "0.0.0.0:4317", auth: { bearer_tokens: [a-secret-of-sixteen] } } } }
exporters:
  mine: { plugin: ./mine.wasm, config: { prefix: a }, limits: { memory: 32MiB } }
service:
  admin: { endpoint: "0.0.0.0:9000", token: a-secret-of-sixteen }
  shutdown_timeout: 3s
  pipelines: { traces: { receivers: [otlp/public], exporters: [mine] } }
`),
  );
  expect([...config.receivers.values()]).toEqual([
    { name: "otlp", type: "otlp", at: undefined, http: { endpoint: anyPort }, grpc: { endpoint: anyPort } },
  ]);
  expect(config.service.admin).toEqual({ endpoint: anyPort });
  expect(config.service.pipelines.traces).toMatchObject({ receivers: ["otlp"], exporters: ["mine"] });
  expect(config.service.shutdownTimeoutMillis).toBe(3_000);
  expect(config.exporters.get("mine")!.limits.memoryBytes).toBe(32 * 1024 ** 2);
});

it("a project without a config file runs its plugin with an empty config", () => {
  const { component } = project("");
  const config = devConfig({ configFile: undefined, component, env: {} });
  expect([...config.exporters.values()].map(({ pluginFile }) => pluginFile)).toEqual([component]);
  expect([...config.receivers.values()][0]!.http).toEqual({ endpoint: anyPort });
});

it("directories that are written to are known: grants, queues on disk, dead letters", () => {
  const options = project(`
receivers: { otlp: { protocols: { http: } } }
exporters:
  mine:
    plugin: ./mine.wasm
    permissions:
      directories: { /out: { path: ./out, access: write }, /in: { path: ./in, access: read } }
    sending_queue: { storage: ./queue }
service:
  dead_letter: { directory: ./dead }
  pipelines: { traces: { receivers: [otlp], exporters: [mine] } }
`);
  expect(writtenDirectories(devConfig(options))).toEqual(
    ["out", "queue", "dead"].map((name) => join(options.folder, name)),
  );
});
