import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

// The generators start programs of the built bench.
const built = (file: string): string => new URL(`../../dist/bench/${file}`, import.meta.url).href;
const { measureLoad } = (await import(built("http-load.js"))) as typeof import("../../bench/http-load.ts");
const { measureGrpcLoad } = (await import(
  built("grpc-load.js")
)) as typeof import("../../bench/grpc-load.ts");

const body = new TextEncoder().encode("not protobuf, which nobody looks at here");

/** Answers with this status, and keeps the bodies. */
async function httpTarget(status: number) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    bodies.push(`${request.method} ${request.headers["content-type"]} ${text}`);
    response.statusCode = status;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, bodies };
}

/** For some time by wrk where it is found, else by autocannon; a number of requests by autocannon always. */
const extents = [
  ["for a second", { seconds: 1 }],
  ["a number of times", { amount: 50 }],
] as const;

describe.each(extents)("load over HTTP %s", (_title, extent) => {
  const load = { body, connections: 2, ...extent };

  it("sends the body as it is and counts the answers", async () => {
    const { url, bodies } = await httpTarget(200);
    const { requests, requestsPerSecond, longestMillis } = await measureLoad({ url, ...load });
    expect(new Set(bodies)).toEqual(
      new Set([`POST application/x-protobuf ${new TextDecoder().decode(body)}`]),
    );
    expect(requests).toBeLessThanOrEqual(bodies.length);
    expect(requests).toBeGreaterThanOrEqual(bodies.length - load.connections);
    expect(requestsPerSecond).toBeGreaterThan(0);
    expect(longestMillis).toBeGreaterThan(0);
  });

  it("is an error when an answer is not 2xx, unless that is expected", async () => {
    const { url } = await httpTarget(503);
    await expect(measureLoad({ url, ...load })).rejects.toThrow(/0 errors, [1-9]\d* answers other than 2xx/);
    expect((await measureLoad({ url, ...load, mayRefuse: true })).requests).toBeGreaterThan(0);
  });
});

/** Answers every call with this message and this grpc-status, and counts them. */
async function grpcTarget(reply: Uint8Array, status: string) {
  const calls: number[] = [];
  const server = createHttp2Server();
  server.on("stream", (stream: ServerHttp2Stream) => {
    let length = 0;
    stream.on("data", (chunk: Buffer) => {
      length += chunk.length;
    });
    stream.on("end", () => {
      calls.push(length);
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
      stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, reply.length]), reply]));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

describe("load over gRPC", () => {
  const load = { message: body, connections: 2, streams: 2, seconds: 0.2 };

  it("sends the message in one frame and counts every call", async () => {
    const { url, calls } = await grpcTarget(new Uint8Array(), "0");
    expect(await measureGrpcLoad({ url, ...load })).toBe(calls.length);
    expect(new Set(calls)).toEqual(new Set([5 + body.length]));
  });

  it("is an error when a call does not end with grpc-status 0", async () => {
    const { url } = await grpcTarget(new Uint8Array(), "8");
    await expect(measureGrpcLoad({ url, ...load })).rejects.toThrow(/of (\d+) calls \1 with grpc-status 8/);
  });

  it("is an error when a reply says that spans were rejected", async () => {
    // ExportTraceServiceResponse { partial_success { rejected_spans: 3 } }
    const { url } = await grpcTarget(Uint8Array.of(0x0a, 2, 0x08, 3), "0");
    await expect(measureGrpcLoad({ url, ...load })).rejects.toThrow("3 spans rejected");
  });
});
