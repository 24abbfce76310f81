import { credentials, Metadata as GrpcMetadata } from "@grpc/grpc-js";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { NodeTracerProvider, SimpleSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-node";
import { describe, expect, it } from "vitest";
import type { OtlpMessage } from "../support/otlp-proto.ts";
import { startGrpcReceiver, startHttpReceiver } from "./receiver-harness.ts";

const startTime = new Date(1_700_000_000_123);

/** One span with a bit of everything, through the real SDK. */
async function exportOneSpan(exporter: SpanExporter): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", "host.cpus": 4 }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer("lib", "1.2.3");
  const span = tracer.startSpan("checkout ✓", {
    kind: SpanKind.SERVER,
    startTime,
    attributes: { text: "ü", int: -7, double: 1.5, flag: false, list: ["a", "b"] },
    links: [
      { context: { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 } },
    ],
  });
  span.addEvent("paid", { cents: 1250 }, startTime);
  span.setStatus({ code: SpanStatusCode.ERROR, message: "out of stock" });
  span.end();
  await provider.forceFlush();
  await provider.shutdown();
}

interface Received {
  readonly resourceSpans: readonly {
    readonly resource: OtlpMessage;
    readonly scopeSpans: readonly { readonly scope: OtlpMessage; readonly spans: readonly OtlpMessage[] }[];
  }[];
}

function expectTheSpan(requests: readonly OtlpMessage[]): void {
  expect(requests).toHaveLength(1);
  const [{ resource, scopeSpans }] = (requests[0] as unknown as Received).resourceSpans as [
    Received["resourceSpans"][number],
  ];
  expect(resource.attributes).toEqual([
    { key: "service.name", value: { stringValue: "shop" } },
    { key: "host.cpus", value: { intValue: "4" } },
  ]);
  expect(scopeSpans).toHaveLength(1);
  expect(scopeSpans[0]!.scope).toMatchObject({ name: "lib", version: "1.2.3" });
  expect(scopeSpans[0]!.spans).toHaveLength(1);
  expect(scopeSpans[0]!.spans[0]).toMatchObject({
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    name: "checkout ✓",
    kind: 2,
    startTimeUnixNano: "1700000000123000000",
    attributes: [
      { key: "text", value: { stringValue: "ü" } },
      { key: "int", value: { intValue: "-7" } },
      { key: "double", value: { doubleValue: 1.5 } },
      { key: "flag", value: { boolValue: false } },
      { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { stringValue: "b" }] } } },
    ],
    events: [
      {
        name: "paid",
        timeUnixNano: "1700000000123000000",
        attributes: [{ key: "cents", value: { intValue: "1250" } }],
      },
    ],
    links: [{ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" }],
    status: { code: 2, message: "out of stock" },
  });
}

describe("the OpenTelemetry SDK", () => {
  for (const compression of [CompressionAlgorithm.NONE, CompressionAlgorithm.GZIP]) {
    it(`is understood over HTTP with protobuf, compression ${compression}`, async () => {
      const { url, consumer, receiver } = await startHttpReceiver();
      await exportOneSpan(new ProtoExporter({ url, compression }));
      expectTheSpan(consumer.requests);
      expect(receiver.stats()).toMatchObject({ acceptedRequests: 1, acceptedSpans: 1 });
    });

    it(`is understood over HTTP with JSON, compression ${compression}`, async () => {
      const { url, consumer } = await startHttpReceiver();
      await exportOneSpan(new JsonExporter({ url, compression }));
      expectTheSpan(consumer.requests);
    });

    it(`is understood over gRPC, compression ${compression}`, async () => {
      const { port, consumer, receiver } = await startGrpcReceiver({ auth: { bearerTokens: ["t"] } });
      const metadata = new GrpcMetadata();
      metadata.set("authorization", "Bearer t");
      const url = `http://127.0.0.1:${port}`;
      await exportOneSpan(
        new GrpcExporter({ url, compression, metadata, credentials: credentials.createInsecure() }),
      );
      expectTheSpan(consumer.requests);
      expect(receiver.stats()).toMatchObject({ acceptedRequests: 1, acceptedSpans: 1 });
    });
  }

  it("tries again over HTTP after a refusal", async () => {
    const { url, consumer, receiver } = await startHttpReceiver();
    consumer.answer = () => {
      consumer.answer = () => ({ kind: "queued" });
      return { kind: "refused", message: "busy", retryAfterMillis: 1 };
    };
    await exportOneSpan(new ProtoExporter({ url }));
    expect(receiver.stats()).toMatchObject({ refusedSpans: 1, acceptedSpans: 1 });
  });
});
