import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOtlpHttpReceiver } from "../../../host/receivers/index.ts";
import { decodeOtlp } from "../../support/otlp-proto.ts";
import {
  CollectingConsumer,
  RecordingLogger,
  requestBytes,
  requestJson,
  startHttpReceiver,
} from "../receiver-harness.ts";
import { json, protobuf, send, statusOf } from "./send.ts";

describe("the OTLP/HTTP receiver", () => {
  it("hands protobuf on as it came, on shared memory, with its span count", async () => {
    const { url, consumer } = await startHttpReceiver();
    const body = requestBytes({ spanCount: 3 });
    const answer = await send(url, { body });
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": protobuf, "content-length": "0" },
    });
    expect(consumer.batches).toHaveLength(1);
    expect(consumer.batches[0]).toMatchObject({ spanCount: 3 });
    expect(Buffer.from(consumer.batches[0]!.spans)).toEqual(Buffer.from(body));
    expect(consumer.batches[0]!.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("hands JSON on as protobuf, and answers in JSON", async () => {
    const { url, consumer } = await startHttpReceiver();
    const answer = await send(url, { type: json, body: requestJson({ spanCount: 2 }) });
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": json } });
    expect(answer.body.toString()).toBe("{}");
    expect(consumer.batches[0]).toMatchObject({ spanCount: 2 });
    expect(consumer.batches[0]!.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(consumer.requests).toEqual([JSON.parse(requestJson({ spanCount: 2 }))]);
  });

  it("takes a body without Content-Length", async () => {
    const { url, consumer } = await startHttpReceiver();
    const answer = await send(url, { body: requestBytes({ nameLength: 5000 }), chunked: true });
    expect(answer.status).toBe(200);
    expect(Buffer.from(consumer.batches[0]!.spans)).toEqual(Buffer.from(requestBytes({ nameLength: 5000 })));
  });

  it("takes a body longer than it trusts a Content-Length to be", async () => {
    const { url, consumer } = await startHttpReceiver();
    const body = requestBytes({ nameLength: 5 * 1024 * 1024 });
    expect((await send(url, { body })).status).toBe(200);
    expect(Buffer.from(consumer.batches[0]!.spans).equals(body)).toBe(true);
  });

  it("accepts a request without spans, and bothers nobody with it", async () => {
    const { url, consumer, receiver } = await startHttpReceiver();
    expect((await send(url)).status).toBe(200);
    expect((await send(url, { type: json, body: "{}" })).body.toString()).toBe("{}");
    expect((await send(url, { type: json, body: '{"resourceSpans":[{"resource":{}}]}' })).status).toBe(200);
    expect(consumer.batches).toEqual([]);
    expect(receiver.stats()).toMatchObject({ acceptedRequests: 3, acceptedSpans: 0 });
  });

  it.each([
    [`${json}; charset=utf-8`, 200, json],
    [`Application/JSON ;charset="UTF-8"`, 200, json],
    [`${json}; charset=us-ascii; x=y`, 200, json],
    [`${protobuf}; messageType="x"`, 200, protobuf],
    [`${json}; charset=iso-8859-1`, 415, json],
    ["text/plain", 415, json],
    ["application/x-protobufs", 415, json],
    ["", 415, json],
  ])("answers Content-Type %j with %i in %s", async (type, status, answerType) => {
    const { url } = await startHttpReceiver();
    const answer = await send(url, { type, body: type.toLowerCase().startsWith(json) ? "{}" : "" });
    expect(answer).toMatchObject({ status, headers: { "content-type": answerType } });
    if (status === 415)
      expect(JSON.parse(answer.body.toString()).message).toContain(`found ${type || "none"}`);
  });

  it.each(["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])("answers %s with 405 and Allow", async (method) => {
    const { url } = await startHttpReceiver();
    expect(await send(url, { method })).toMatchObject({ status: 405, headers: { allow: "POST" } });
  });

  it.each(["/v1/metrics", "/v1/traces/", "/V1/traces", "/", "/v1/traces%2f"])(
    "answers 404 at %s",
    async (path) => {
      const { url, receiver } = await startHttpReceiver();
      const answer = await send(new URL(path, url).href, { body: requestBytes() });
      expect(answer.status).toBe(404);
      expect(statusOf(answer)).toEqual({ code: 5, message: `expected /v1/traces, found ${path}` });
      expect(receiver.stats()).toMatchObject({ invalidRequests: 1 });
    },
  );

  it("passes over a query", async () => {
    const { url } = await startHttpReceiver();
    expect((await send(`${url}?x=1`, { body: requestBytes() })).status).toBe(200);
  });

  it("listens at the path of its options", async () => {
    const { url } = await startHttpReceiver({ tracesPath: "/otlp" });
    expect((await send(new URL("/otlp", url).href, { body: requestBytes() })).status).toBe(200);
    expect((await send(url, { body: requestBytes() })).status).toBe(404);
  });

  it("answers 400 to bytes that aren't OTLP, with the place in the details", async () => {
    const { url, consumer, receiver } = await startHttpReceiver();
    const answer = await send(url, { body: Uint8Array.of(0x0a, 9, 1) });
    expect(answer).toMatchObject({ status: 400, headers: { "content-type": protobuf } });
    const description = "ExportTraceServiceRequest: expected at most 1 more bytes, found a length of 9";
    const status = statusOf(answer) as { details: { typeUrl: string; value: string }[] };
    expect(status).toMatchObject({ code: 3, message: `byte 0: ${description}` });
    expect(status.details[0]!.typeUrl).toBe("type.googleapis.com/google.rpc.BadRequest");
    expect(decodeOtlp("BadRequest", Buffer.from(status.details[0]!.value, "hex"))).toEqual({
      fieldViolations: [{ field: "byte 0", description }],
    });
    expect(consumer.batches).toEqual([]);
    expect(receiver.stats()).toMatchObject({ invalidRequests: 1, acceptedRequests: 0 });
  });

  it("answers 400 to JSON that isn't OTLP, in JSON, with its path", async () => {
    const { url } = await startHttpReceiver();
    const answer = await send(url, { type: json, body: '{"resourceSpans": [{"schemaUrl": 1}]}' });
    expect(answer).toMatchObject({ status: 400, headers: { "content-type": json } });
    const description = "expected a string, found a number";
    const field = "resourceSpans[0].schemaUrl";
    expect(JSON.parse(answer.body.toString())).toEqual({
      code: 3,
      message: `${field}: ${description}`,
      details: [
        { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field, description }] },
      ],
    });
  });

  it("answers 503 with Retry-After, rounded up, when the consumer refuses", async () => {
    const { url, consumer, receiver } = await startHttpReceiver();
    consumer.answer = () => ({ kind: "refused", message: "the queue is full", retryAfterMillis: 2100 });
    const answer = await send(url, { body: requestBytes({ spanCount: 4 }) });
    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "3", "content-type": protobuf } });
    expect(statusOf(answer)).toMatchObject({ code: 14, message: "the queue is full" });
    expect(receiver.stats()).toMatchObject({ refusedRequests: 1, refusedSpans: 4, acceptedSpans: 0 });
  });

  it("names a second to wait when the consumer names none, and never 0", async () => {
    const { url, consumer } = await startHttpReceiver();
    consumer.answer = () => ({ kind: "refused", message: "full" });
    expect((await send(url, { body: requestBytes() })).headers["retry-after"]).toBe("1");
    consumer.answer = () => ({ kind: "refused", message: "full", retryAfterMillis: 0 });
    expect((await send(url, { body: requestBytes() })).headers["retry-after"]).toBe("1");
  });

  it("tells a RetryInfo in whole milliseconds, which every reader of a Duration takes", async () => {
    const { url, consumer } = await startHttpReceiver();
    consumer.answer = () => ({ kind: "refused", message: "full", retryAfterMillis: 2999.000000001 });
    const answer = await send(url, { type: json, body: requestJson() });
    expect(JSON.parse(answer.body.toString()).details).toEqual([
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "3s" },
    ]);
    const binary = await send(url, { body: requestBytes() });
    // Any { type_url, value: RetryInfo { retry_delay: Duration { seconds: 3, nanos: 0 } } }
    expect(binary.body.subarray(-8).toString("hex")).toBe("12060a0408031000");
  });

  it("answers 400 to a batch that is rejected for good, without Retry-After", async () => {
    const { url, consumer, receiver } = await startHttpReceiver();
    consumer.answer = () => ({ kind: "rejected", message: "larger than any queue" });
    const answer = await send(url, { type: json, body: requestJson() });
    expect(answer.status).toBe(400);
    expect(answer.headers).not.toHaveProperty("retry-after");
    expect(JSON.parse(answer.body.toString())).toEqual({ code: 3, message: "larger than any queue" });
    expect(receiver.stats()).toMatchObject({ rejectedRequests: 1, rejectedSpans: 1 });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("defect");
      },
    ],
    ["rejects", () => Promise.reject(new Error("defect"))],
  ])("answers 500 when the consumer %s, counts each, and logs once in a while", async (_, answer) => {
    const { url, consumer, receiver, logger } = await startHttpReceiver();
    consumer.answer = answer;
    const first = await send(url, { body: requestBytes() });
    await send(url, { body: requestBytes() });
    expect(first.status).toBe(500);
    expect(statusOf(first)).toEqual({ code: 13, message: "the agent failed to take the batch" });
    expect(receiver.stats()).toMatchObject({ failedRequests: 2, failedSpans: 2 });
    expect(logger.lines).toEqual([
      {
        level: "error",
        message: "failed to take a request",
        fields: { reason: expect.stringContaining("defect"), spans: 1 },
      },
    ]);
  });

  it("answers only after the consumer did", async () => {
    const { url, consumer } = await startHttpReceiver();
    const events: string[] = [];
    let queue: () => void = () => {};
    const consumed = new Promise<void>((resolve) => {
      consumer.answer = () => {
        resolve();
        return new Promise((queued) => {
          queue = () => {
            events.push("queued");
            queued({ kind: "queued" });
          };
        });
      };
    });
    const answered = send(url, { body: requestBytes() }).then(() => events.push("answered"));
    await consumed;
    await send(url);
    expect(events).toEqual([]);
    queue();
    await answered;
    expect(events).toEqual(["queued", "answered"]);
  });

  it("names endpoint, reason and way out when the port is taken", async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const receiver = createOtlpHttpReceiver({
      endpoint: { host: "127.0.0.1", port },
      consumer: new CollectingConsumer(),
      logger: new RecordingLogger(),
    });
    await expect(receiver.start()).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: `OTLP/HTTP receiver can't listen on 127.0.0.1:${port}: the port is taken (EADDRINUSE)`,
      fix: `End the program that holds port ${port}, or write another address at protocols.http.endpoint.`,
    });
    await receiver.stop();
  });
});
