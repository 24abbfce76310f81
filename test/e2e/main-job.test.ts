import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from "@opentelemetry/sdk-trace-node";
import { describe, expect, it, onTestFinished } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

interface Line {
  readonly at: string;
  readonly node: {
    readonly serviceInfo?: { readonly name?: string };
    readonly identifier?: Record<string, unknown>;
  };
  readonly span_data: readonly Record<string, unknown>[];
}

function setUp(): TemporaryFolder {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  mkdirSync(join(folder.path, "out"));
  folder.file(
    "spandock.yaml",
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  files:
    plugin: ${exampleWasm("files-exporter")}
    config:
      file_paths: [/out/a.jsonl, /out/b.jsonl]  # two exporters
    permissions:
      directories: { /out: { path: ./out, access: write } }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [files] } }
`,
  );
  return folder;
}

async function send(exporter: SpanExporter): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", "host.name": "h1" }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer("test", "1.2.3");
  const span = tracer.startSpan("pay", {
    kind: SpanKind.CLIENT,
    attributes: { n: 42, ok: true, tags: ["a", "b"] },
  });
  span.addEvent("declined", { code: 51 });
  span.setStatus({ code: SpanStatusCode.ERROR, message: "no" });
  span.end();
  await provider.shutdown();
}

const linesOf = (file: string): Line[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("an agent with the files exporter", () => {
  it.each([
    ["protobuf", (url: string) => new ProtobufExporter({ url })],
    ["JSON", (url: string) => new JsonExporter({ url })],
  ])("writes what an unmodified SDK sends as %s into every file, and ends well", async (_, exporterTo) => {
    const folder = setUp();
    const agent = await AgentProcess.run(join(folder.path, "spandock.yaml"));
    onTestFinished(() => agent[Symbol.asyncDispose]());

    const health = await fetch(`${await agent.url("admin")}/healthz`);
    expect(health.status).toBe(200);

    await send(exporterTo(`${await agent.url("otlp/http")}/v1/traces`));
    expect(await agent.stop()).toBe(0);

    const [line, ...more] = linesOf(join(folder.path, "out/a.jsonl"));
    expect(more).toEqual([]);
    expect(line!.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(line!.node.serviceInfo?.name).toBe("shop");
    expect(line!.node.identifier?.hostName).toBe("h1");
    expect(line!.span_data).toHaveLength(1);
    expect(line!.span_data[0]).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: "pay",
      kind: 3,
      startTimeUnixNano: expect.stringMatching(/^\d{19}$/),
      status: { code: 2, message: "no" },
      events: [{ name: "declined", attributes: [{ key: "code", value: { intValue: "51" } }] }],
    });
    expect(line!.span_data[0]!.attributes).toContainEqual({ key: "n", value: { intValue: "42" } });
    expect(line!.span_data[0]!.attributes).toContainEqual({
      key: "tags",
      value: { arrayValue: { values: [{ stringValue: "a" }, { stringValue: "b" }] } },
    });
    expect(linesOf(join(folder.path, "out/b.jsonl"))[0]!.span_data).toEqual(line!.span_data);
  });

  it("starts without a config file from flags alone", async () => {
    const folder = setUp();
    folder.file("files.yaml", `file_paths: [${join(folder.path, "out/flags.jsonl")}]\n`);
    const agent = new AgentProcess(
      [
        "run",
        "--plugin",
        exampleWasm("files-exporter"),
        "--plugin-config",
        "files.yaml",
        "--allow-write",
        "out",
      ],
      { cwd: folder.path },
    );
    onTestFinished(() => agent[Symbol.asyncDispose]());
    await agent.line((line) => line.msg === "ready");
    await send(new ProtobufExporter({ url: "http://127.0.0.1:4318/v1/traces" }));
    expect(await agent.stop("SIGINT")).toBe(0);
    expect(linesOf(join(folder.path, "out/flags.jsonl"))).toHaveLength(1);
  });

  it.each([
    ["a file outside the granted directory", "file_paths: [/etc/spandock.jsonl]", "/etc/spandock.jsonl"],
    ["a path that climbs out", "file_paths: [/out/../../escape.jsonl]", "escape.jsonl"],
    ["a file in a missing directory", "file_paths: [/out/missing/a.jsonl]", "/out/missing/a.jsonl"],
    ["no paths", "file_paths: []", "No parsed filepaths"],
    ["no config", "", "No parsed filepaths"],
    ["a list", "[1, 2]", "config"],
  ])("refuses to start with %s", async (_, config, text) => {
    const folder = setUp();
    const file = folder.file(
      "bad.yaml",
      readFileSync(join(folder.path, "spandock.yaml"), "utf8").replace(
        /config:\n.*\n/,
        `config: ${config && `{ ${config} }`.replace("{ [1, 2] }", "[1, 2]")}\n`,
      ),
    );
    const agent = new AgentProcess(["run", "-c", file]);
    expect(await agent.exit()).toBe(1);
    expect(agent.stderr).toContain("error[PLUGIN_CONFIG_REFUSED]");
    expect(agent.stderr).toContain(text);
    expect(existsSync(join(folder.path, "../escape.jsonl"))).toBe(false);
  });
});
