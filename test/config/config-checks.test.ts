import { describe, expect, it } from "vitest";
import { configWith, errorsOf, fakeFiles, parsed } from "./config-fixture.ts";

describe("the pipeline", () => {
  const withPipeline = (pipeline: string) =>
    errorsOf(() =>
      parsed(configWith({}).replace("traces: { receivers: [otlp], exporters: [files] }", pipeline)),
    );

  it("names only what is defined, each once", () => {
    const errors = withPipeline("traces: { receivers: [otpl], exporters: [files, debug, files] }");
    expect(errors.map(({ message, fix }) => [message, fix])).toEqual([
      [
        'agent.yaml:11:27: service.pipelines.traces.receivers[0]: expected a name under receivers: otlp, found "otpl"',
        "Write otlp instead.",
      ],
      [
        'agent.yaml:11:53: service.pipelines.traces.exporters[1]: expected a name under exporters: files, found "debug"',
        "Define it under exporters.",
      ],
      [
        'agent.yaml:11:60: service.pipelines.traces.exporters[2]: expected each name once, found "files" a second time',
        "Compare the key named with docs/config.md.",
      ],
    ]);
  });

  it("has at least one receiver and one exporter", () => {
    const errors = withPipeline("traces: { receivers: [], exporters: [] }");
    expect(errors.map(({ message }) => message.split(": ")[1])).toEqual([
      "service.pipelines.traces.receivers",
      "service.pipelines.traces.exporters",
    ]);
  });

  it("is of traces, and for other signals there is none", () => {
    const [missing, metrics] = withPipeline("metrics: { receivers: [otlp], exporters: [files] }");
    expect(missing?.message).toContain(
      "service.pipelines.traces: expected a map with receivers and exporters",
    );
    expect(metrics?.fix).toContain("traces only");
  });

  it("does not call an exporter unknown whose own lines are wrong", () => {
    const errors = errorsOf(() => parsed(configWith({}).replace("plugin:", "plugn:")));
    expect(errors.map(({ message }) => message.split(": ")[1])).toEqual([
      "exporters.files.plugin",
      "exporters.files.plugn",
    ]);
  });
});

it("two exporters of one name are one too many", () => {
  const text = configWith({}).replace("service:", "  files: { plugin: other.wasm }\nservice:");
  const [error] = errorsOf(() => parsed(text));
  expect(error?.message).toBe(
    'agent.yaml:9:3: exporters.files: expected each name once in a map, found "files" a second time (first in line 6)',
  );
});

it("two queues in one directory are one too many", () => {
  const queue = "sending_queue: { storage: ./q }";
  const text = configWith({ exporter: queue }).replace(
    "service:",
    `  other: { plugin: other.wasm, ${queue} }\nservice:`,
  );
  const [error] = errorsOf(() => parsed(text));
  expect(error?.message).toMatch(
    /^agent\.yaml:9:49: exporters\.other\.sending_queue\.storage: .*exporter files uses/,
  );
});

it("a plugin that is not there is named with its place and its full path", () => {
  const [error] = errorsOf(() => parsed(configWith({}), { files: { ...fakeFiles(), isFile: () => false } }));
  expect(error?.code).toBe("PLUGIN_NOT_READABLE");
  expect(error?.message).toBe(
    "agent.yaml:7:13: exporters.files.plugin: expected the path of a .wasm file, relative to the config file, found no file at /base/files.wasm",
  );
});

it("every problem is reported, in the order of the file", () => {
  const text = configWith({
    protocols: "http: { endpont: 1 }",
    exporter: "limits: { memory: x }\nbatch: 5",
    service: "shutdown_timeout: soon",
  });
  const places = errorsOf(() => parsed(text)).map(({ message }) => message.split(":")[1]);
  expect(places).toEqual(["4", "8", "9", "13"]);
});

it("a flood of problems is cut off, and the rest counted", () => {
  const text = Array.from({ length: 500 }, (_, i) => `k${i}: 1`).join("\n");
  const errors = errorsOf(() => parsed(text));
  expect(errors).toHaveLength(101);
  expect(errors.at(-1)?.message).toBe("agent.yaml: and 403 more problems");
});

it("neither secrets nor what a reference stands for are shown in a message", () => {
  const env = { PASS: "hunter2-from-env" };
  const text = configWith({
    protocols: "http: { auth: { bearer_tokens: [ 12345678 ] } }",
    exporter: "limits:\n  memory: ${env:PASS}",
  });
  const messages = errorsOf(() => parsed(text, { env })).map(({ message }) => message);
  expect(messages).toEqual([
    "agent.yaml:4:40: receivers.otlp.protocols.http.auth.bearer_tokens[0]: expected a token, found a number",
    'agent.yaml:9:15: exporters.files.limits.memory: expected a size such as 64MiB, 512KiB or bytes as a number, from 64KiB to 4GiB, found "${env:PASS}"',
  ]);
});
