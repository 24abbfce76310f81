import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOtlpGrpcReceiver } from "../../../host/receivers/index.ts";
import { decodeOtlp } from "../../support/otlp-proto.ts";
import {
  CollectingConsumer,
  RecordingLogger,
  requestBytes,
  startGrpcReceiver,
  tlsFile,
} from "../receiver-harness.ts";
import { call, errorOf } from "./call.ts";

/** The one detail of the status behind an error, by its message's name. */
function detailOf(error: ServiceError, messageName: string) {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const rpcStatus = decodeOtlp("RpcStatus", bytes as Buffer);
  expect(rpcStatus).toMatchObject({ code: error.code, message: error.details });
  const [detail] = rpcStatus.details as [{ typeUrl: string; value: string }];
  expect(detail.typeUrl).toBe(`type.googleapis.com/google.rpc.${messageName}`);
  return decodeOtlp(messageName, Buffer.from(detail.value, "hex"));
}

describe("the OTLP/gRPC receiver", () => {
  it.each([false, true])("hands messages on as they came, on shared memory (gzip: %s)", async (gzip) => {
    const { port, consumer } = await startGrpcReceiver();
    const body = requestBytes({ spanCount: 500, nameLength: 1000 });
    expect(await call(port, { body, gzip })).toHaveLength(0);
    expect(consumer.batches).toHaveLength(1);
    expect(consumer.batches[0]).toMatchObject({ spanCount: 500 });
    expect(Buffer.from(consumer.batches[0]!.spans).equals(body)).toBe(true);
    expect(consumer.batches[0]!.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("accepts a request without spans, and bothers nobody with it", async () => {
    const { port, consumer, receiver } = await startGrpcReceiver();
    expect(await call(port, { body: new Uint8Array() })).toHaveLength(0);
    expect(consumer.batches).toEqual([]);
    expect(receiver.stats()).toMatchObject({ acceptedRequests: 1 });
  });

  it("answers INVALID_ARGUMENT to bytes that aren't OTLP, with the place in the details", async () => {
    const { port, consumer } = await startGrpcReceiver();
    const error = await errorOf(port, { body: Uint8Array.of(0x0a, 9, 1) });
    const description = "ExportTraceServiceRequest: expected at most 1 more bytes, found a length of 9";
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: `byte 0: ${description}` });
    expect(detailOf(error, "BadRequest")).toEqual({ fieldViolations: [{ field: "byte 0", description }] });
    expect(consumer.batches).toEqual([]);
  });

  it("answers random bytes with OK or INVALID_ARGUMENT", async () => {
    const { port } = await startGrpcReceiver();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
        const code = await call(port, { body }).then(
          () => status.OK,
          (error: ServiceError) => error.code,
        );
        expect([status.OK, status.INVALID_ARGUMENT]).toContain(code);
      }),
      { numRuns: 50 },
    );
  });

  it("answers UNAVAILABLE with RetryInfo when the consumer refuses", async () => {
    const { port, consumer, receiver } = await startGrpcReceiver();
    consumer.answer = () => ({ kind: "refused", message: "the queue is full", retryAfterMillis: 2500 });
    const error = await errorOf(port);
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: "the queue is full" });
    expect(detailOf(error, "RetryInfo")).toEqual({ retryDelay: { seconds: "2", nanos: 500_000_000 } });
    expect(receiver.stats()).toMatchObject({ refusedRequests: 1, refusedSpans: 1 });
  });

  it("answers INVALID_ARGUMENT, not to be tried again, to a batch rejected for good", async () => {
    const { port, consumer } = await startGrpcReceiver();
    consumer.answer = () => ({ kind: "rejected", message: "larger than any queue" });
    expect(await errorOf(port)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: "larger than any queue",
    });
  });

  it("answers INTERNAL when the consumer throws", async () => {
    const { port, consumer, receiver, logger } = await startGrpcReceiver();
    consumer.answer = () => Promise.reject(new Error("defect"));
    expect(await errorOf(port)).toMatchObject({
      code: status.INTERNAL,
      details: "the agent failed to take the batch",
    });
    expect(receiver.stats()).toMatchObject({ failedRequests: 1 });
    expect(logger.lines).toHaveLength(1);
  });

  it("takes messages up to its limit, after decompression too", async () => {
    const body = requestBytes({ nameLength: 100_000 });
    const { port } = await startGrpcReceiver({ maxMessageBytes: body.length });
    const larger = requestBytes({ nameLength: 100_001 });
    for (const gzip of [false, true]) {
      expect(await call(port, { body, gzip })).toHaveLength(0);
      expect(await errorOf(port, { body: larger, gzip })).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    }
  });

  it("does not know other services", async () => {
    const { port } = await startGrpcReceiver();
    expect(
      await errorOf(port, { path: "/opentelemetry.proto.collector.logs.v1.LogsService/Export" }),
    ).toMatchObject({
      code: status.UNIMPLEMENTED,
    });
  });

  it.each([undefined, "Bearer wrong", "token"])("keeps out who shows %j", async (authorization) => {
    const { port, consumer, receiver } = await startGrpcReceiver({ auth: { bearerTokens: ["token"] } });
    const error = await errorOf(port, authorization === undefined ? {} : { authorization });
    expect(error).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(consumer.batches).toEqual([]);
    expect(receiver.stats()).toMatchObject({ unauthorizedRequests: 1 });
  });

  it("lets in who shows a token or a password", async () => {
    const auth = { bearerTokens: ["token"], basicUsers: [{ username: "ann", password: "p" }] };
    const { port } = await startGrpcReceiver({ auth });
    await call(port, { authorization: "Bearer token" });
    await call(port, { authorization: `Basic ${Buffer.from("ann:p").toString("base64")}` });
  });

  it("serves TLS, and asks for certificates when it has a client authority", async () => {
    const ca = readFileSync(tlsFile("ca.pem"));
    const [key, cert] = [readFileSync(tlsFile("client.key")), readFileSync(tlsFile("client.pem"))];
    const tls = { certFile: tlsFile("server.pem"), keyFile: tlsFile("server.key") };
    const open = await startGrpcReceiver({ tls });
    await call(open.port, { credentials: credentials.createSsl(ca) });
    const closed = await startGrpcReceiver({ tls: { ...tls, clientCaFile: tlsFile("ca.pem") } });
    expect(await errorOf(closed.port, { credentials: credentials.createSsl(ca) })).toMatchObject({
      code: status.UNAVAILABLE,
    });
    await call(closed.port, { credentials: credentials.createSsl(ca, key, cert) });
    expect(closed.consumer.batches).toHaveLength(1);
  });

  it("names endpoint, reason and way out when the port is taken", async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const receiver = createOtlpGrpcReceiver({
      endpoint: { host: "127.0.0.1", port },
      consumer: new CollectingConsumer(),
      logger: new RecordingLogger(),
    });
    await expect(receiver.start()).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: `OTLP/gRPC receiver can't listen on 127.0.0.1:${port}: the port is taken (EADDRINUSE)`,
    });
    await receiver.stop();
  });
});
