import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { buildCollector } from "../collector/build-collector.mjs";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { canonicalSpans } from "../support/canonical-spans.ts";
import { Collector, collectorBuildMillis, collectorMissing } from "../support/collector.ts";
import { HttpTarget } from "../support/http-target.ts";

const configFor = (endpoint: string, more = "") => `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  collector:
    plugin: spandock:otlp-http
    config: { endpoint: "${endpoint}"${more} }
    permissions: { http: ["${endpoint}"] }
    retry_on_failure: { initial_interval: 10ms, max_interval: 10ms }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [collector] } }
`;

function newFolder(): TemporaryFolder {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder;
}

/** Sends spans by the real SDK, and gives back what it sent, as its own JSON. */
async function sendSpans(url: string, count: number): Promise<object> {
  const kept = new InMemorySpanExporter();
  const sent = new OTLPTraceExporter({ url });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", "process.pid": 4711 }),
    spanProcessors: [
      new SimpleSpanProcessor(kept),
      new BatchSpanProcessor(sent, { maxQueueSize: count, maxExportBatchSize: 100 }),
    ],
  });
  const tracer = provider.getTracer("shop-lib", "1.2.3");
  for (let index = 0; index < count; index++) {
    const span = tracer.startSpan(`pay "${index}" ünïcode 🙂`, {
      kind: index % 2 ? SpanKind.CLIENT : SpanKind.INTERNAL,
      attributes: { index, ratio: index / 7, ok: true, tags: ["a", "b"], none: [] },
    });
    span.addEvent("declined", { code: index });
    span.addLink({ context: span.spanContext(), attributes: { self: true } });
    if (index % 3 === 0) span.setStatus({ code: SpanStatusCode.ERROR, message: "no" });
    span.end();
  }
  await provider.forceFlush();
  const json = JsonTraceSerializer.serializeRequest(kept.getFinishedSpans())!;
  await provider.shutdown();
  return JSON.parse(Buffer.from(json).toString());
}

describe.skipIf(collectorMissing)(`otlp-http before a real Collector ${collectorMissing ?? ""}`, () => {
  let program: string;
  beforeAll(() => {
    program = buildCollector();
  }, collectorBuildMillis);

  it.each(["gzip", "none"])("brings every span of the SDK to it as it was sent (%s)", async (compression) => {
    const collector = await Collector.start(program);
    const config = newFolder().file("a.yaml", configFor(collector.otlp, `, compression: ${compression}`));
    const agent = await AgentProcess.run(config);
    onTestFinished(() => agent[Symbol.asyncDispose]());
    const sent = await sendSpans(`${await agent.url("otlp/http")}/v1/traces`, 500);
    expect(await agent.stop()).toBe(0);
    const taken = canonicalSpans(await collector.taken());
    expect(taken).toHaveLength(500);
    expect(taken).toEqual(canonicalSpans([sent]));
  });

  it("works from the command line alone, by its name", async () => {
    const collector = await Collector.start(program);
    const folder = newFolder();
    folder.file("up.yaml", `endpoint: ${collector.otlp}\n`);
    const plugin = ["--plugin", "spandock:otlp-http", "--plugin-config", "up.yaml"];
    const agent = new AgentProcess(["run", ...plugin, "--allow-http", collector.otlp], { cwd: folder.path });
    onTestFinished(() => agent[Symbol.asyncDispose]());
    await agent.line(({ msg }) => msg === "ready");
    const sent = await sendSpans("http://127.0.0.1:4318/v1/traces", 3);
    expect(await agent.stop()).toBe(0);
    expect(canonicalSpans(await collector.taken())).toEqual(canonicalSpans([sent]));
    expect(agent.lines).toContainEqual(
      expect.objectContaining({ msg: "plugin loaded", exporter: "otlp-http" }),
    );
  });
});

describe("an agent with otlp-http", () => {
  it("keeps a batch that its server puts off until it is taken, and waits as long as it is asked to", async () => {
    const target = await HttpTarget.start();
    target.answer = (response) => {
      if (target.received.length <= 2) response.writeHead(503, { "retry-after": "0" }).end();
      else response.writeHead(200).end();
    };
    const folder = newFolder();
    const agent = await AgentProcess.run(folder.file("a.yaml", configFor(target.origin)));
    onTestFinished(() => agent[Symbol.asyncDispose]());
    await sendSpans(`${await agent.url("otlp/http")}/v1/traces`, 5);
    await vi.waitFor(() => expect(target.received).toHaveLength(3), { timeout: 30_000 });
    expect(await agent.stop()).toBe(0);
    const [first, ...more] = target.received;
    expect(more).toHaveLength(2);
    for (const { body } of more) expect(body.equals(first!.body)).toBe(true);
  });

  it("shows no credentials in its log, whatever the server says", async () => {
    const target = await HttpTarget.start();
    target.answer = (response, { headers }) =>
      void response.writeHead(401, { "content-type": "text/plain" }).end(`wrong: ${headers.authorization}`);
    const config = configFor(target.origin, ', headers: { authorization: "Bearer ${env:COLLECTOR_TOKEN}" }');
    const folder = newFolder();
    const agent = await AgentProcess.run(folder.file("a.yaml", config), {
      env: { COLLECTOR_TOKEN: "s3cret-token" },
    });
    onTestFinished(() => agent[Symbol.asyncDispose]());
    await sendSpans(`${await agent.url("otlp/http")}/v1/traces`, 1);
    const line = await agent.line(({ message }) => String(message).includes("answered 401"));
    expect(line.message).toBe(`${target.origin} answered 401: wrong: …`);
    await agent.stop();
    expect(target.received[0]!.headers.authorization).toBe("Bearer s3cret-token");
    expect(agent.output + agent.stderr).not.toContain("s3cret-token");
    expect(readFileSync(join(folder.path, "a.yaml"), "utf8")).not.toContain("s3cret-token");
  });

  it("is refused by validate where its host is not granted, with the permission that is missing", async () => {
    const text = configFor("http://127.0.0.1:4318").replace(/permissions: .*/, "permissions: {}");
    const agent = new AgentProcess(["validate", "-c", newFolder().file("a.yaml", text)]);
    expect(await agent.exit()).toBe(1);
    expect(agent.stderr).toContain('grant it with permissions: { http: ["http://127.0.0.1:4318"] }');
  });
});
