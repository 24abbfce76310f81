import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildCollector } from "../collector/build-collector.mjs";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { canonicalSpans } from "../support/canonical-spans.ts";
import { Collector, collectorBuildMillis, collectorMissing } from "../support/collector.ts";

const configFor = (endpoint: string) => `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  zipkin:
    plugin: spandock:zipkin
    config: { endpoint: "${endpoint}" }
    permissions: { http: ["${endpoint}"] }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [zipkin] } }
`;

describe.skipIf(collectorMissing)(`zipkin before a real receiver ${collectorMissing ?? ""}`, () => {
  let program: string;
  beforeAll(() => {
    program = buildCollector();
  }, collectorBuildMillis);

  it("brings what the SDK sends to it as Zipkin's spans", async () => {
    const collector = await Collector.start(program);
    const folder = new TemporaryFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    const agent = await AgentProcess.run(folder.file("a.yaml", configFor(collector.zipkin)));
    onTestFinished(() => agent[Symbol.asyncDispose]());

    const sent = new OTLPTraceExporter({ url: `${await agent.url("otlp/http")}/v1/traces` });
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ "service.name": "shop", "host.name": "h1" }),
      spanProcessors: [new BatchSpanProcessor(sent)],
    });
    const tracer = provider.getTracer("shop-lib", "1.2.3");
    const ids = Array.from({ length: 300 }, (_, index) => {
      const span = tracer.startSpan("pay", {
        kind: SpanKind.CLIENT,
        attributes: { index, "peer.service": "bank", tags: ["a", "b"] },
        startTime: [1_700_000_000, 123_456_000],
      });
      span.addEvent("declined", { code: 51 }, [1_700_000_000, 200_000_000]);
      span.setStatus({ code: SpanStatusCode.ERROR, message: "no cover" });
      span.end([1_700_000_001, 123_457_000]);
      const { spanId } = span.spanContext();
      return spanId;
    });
    await provider.shutdown();
    expect(await agent.stop()).toBe(0);

    const taken = canonicalSpans(await collector.taken()) as readonly Record<string, unknown>[];
    expect(taken.map(({ spanId }) => spanId)).toEqual([...ids].sort());
    // As the Collector reads Zipkin's spans back.
    expect(taken[0]).toMatchObject({
      resource: {
        attributes: expect.arrayContaining([{ key: "service.name", value: { stringValue: "shop" } }]),
      },
      scope: { name: "shop-lib", version: "1.2.3" },
      name: "pay",
      kind: 3,
      startTimeUnixNano: "1700000000123456000",
      endTimeUnixNano: "1700000001123457000",
      status: { code: 2 },
      events: [{ timeUnixNano: "1700000000200000000", name: '"declined":{"code":51}' }],
      attributes: expect.arrayContaining([
        { key: "peer.service", value: { stringValue: "bank" } },
        { key: "tags", value: { stringValue: '["a","b"]' } },
        { key: "error", value: { stringValue: "no cover" } },
      ]),
    });
  });
});
