import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as ProtoExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from "@opentelemetry/sdk-trace-node";
import { describe, expect, it } from "vitest";
import { call, checkPath, errorOf } from "../receivers/grpc/call.ts";
import { DeliveryScene } from "../support/delivery-scene.ts";
import { freshIds, requestOf, Sender } from "../support/delivery-sender.ts";

const tlsFile = (name: string) => fileURLToPath(new URL(`../receivers/tls/${name}`, import.meta.url));
const pem = (name: string) => readFileSync(tlsFile(name));
const anyPort = { endpoint: "127.0.0.1:0" };
const serving = Buffer.from([8, 1]);

/** Sends spans by the SDK, and answers their ids in order. */
async function exportSpans(exporter: SpanExporter, count: number): Promise<readonly string[]> {
  const provider = new NodeTracerProvider({
    spanProcessors: [new BatchSpanProcessor(exporter, { maxExportBatchSize: 64, maxQueueSize: count })],
  });
  const tracer = provider.getTracer("test");
  const ids = Array.from({ length: count }, (_, index) => {
    const span = tracer.startSpan(`span ${index}`);
    span.end();
    return span.spanContext().spanId;
  });
  await provider.forceFlush();
  await provider.shutdown();
  return ids.sort();
}

describe("the agent's OTLP/gRPC receiver", () => {
  it("takes what the OpenTelemetry SDK sends with gzip, and answers health checks", async () => {
    const scene = new DeliveryScene();
    const agent = await scene.start({ exporters: { prompt: scene.files("prompt") } });
    const url = await agent.url("otlp/grpc");
    expect(await call(Number(new URL(url).port), { path: checkPath, body: new Uint8Array() })).toEqual(
      serving,
    );
    const exporter = new GrpcExporter({
      url,
      compression: CompressionAlgorithm.GZIP,
      credentials: credentials.createInsecure(),
    });
    const ids = await exportSpans(exporter, 500);
    expect(await agent.stop()).toBe(0);
    expect([...scene.written("prompt")].sort()).toEqual(ids);
  });
});

describe("with TLS, client certificates and tokens on both receivers", () => {
  const tls = {
    cert_file: tlsFile("server.pem"),
    key_file: tlsFile("server.key"),
    client_ca_file: tlsFile("ca.pem"),
  };
  const auth = { bearer_tokens: ["token-1"] };
  const secure = { ...anyPort, tls, auth };
  const channel = credentials.createSsl(pem("ca.pem"), pem("client.key"), pem("client.pem"));

  it("the agent takes spans of those who show both, and of nobody else", async () => {
    const scene = new DeliveryScene();
    const agent = await scene.start({
      exporters: { prompt: scene.files("prompt") },
      protocols: { http: secure, grpc: secure },
    });
    const http = (await agent.url("otlp/http")).replace("http:", "https:");
    const port = Number(new URL(await agent.url("otlp/grpc")).port);
    const body = requestOf(freshIds(1));

    const accepted = freshIds(3);
    await call(port, { body: requestOf(accepted), credentials: channel, authorization: "Bearer token-1" });
    expect(await errorOf(port, { body, credentials: channel })).toMatchObject({ code: 16 });
    const unknown = credentials.createSsl(pem("ca.pem"));
    expect(
      await errorOf(port, { body, credentials: unknown, authorization: "Bearer token-1" }),
    ).toMatchObject({
      code: 14,
    });
    // Probes have a certificate but no token.
    expect(await call(port, { path: checkPath, body: new Uint8Array(), credentials: channel })).toEqual(
      serving,
    );

    const agentOptions = { ca: pem("ca.pem"), cert: pem("client.pem"), key: pem("client.key") };
    const sdkIds = await exportSpans(
      new ProtoExporter({
        url: `${http}/v1/traces`,
        headers: { authorization: "Bearer token-1" },
        httpAgentOptions: agentOptions,
      }),
      50,
    );
    await expect(new Sender({ url: await agent.url("otlp/http") }).send()).rejects.toThrow();
    expect(await agent.stop()).toBe(0);
    expect([...scene.written("prompt")].sort()).toEqual([...accepted, ...sdkIds].sort());
  });
});
