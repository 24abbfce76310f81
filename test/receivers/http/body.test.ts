import * as zlib from "node:zlib";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { requestBytes, requestJson, startHttpReceiver } from "../receiver-harness.ts";
import { json, send, sendRaw, statusOf } from "./send.ts";

const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Uint8Array) => Buffer };

describe("bodies of OTLP/HTTP", () => {
  const encodings: [string, (bytes: Uint8Array) => Buffer][] = [
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["GZIP", gzipSync],
    ["deflate", deflateSync],
    ["identity", (bytes: Uint8Array) => Buffer.from(bytes)],
  ];
  if (zstdCompressSync !== undefined) encodings.push(["zstd", zstdCompressSync]);

  it.each(encodings)("are read in Content-Encoding %s", async (encoding, compress) => {
    const { url, consumer } = await startHttpReceiver();
    const body = requestBytes({ spanCount: 1000, nameLength: 300 });
    const headers = { "content-encoding": encoding };
    expect((await send(url, { body: compress(body), headers })).status).toBe(200);
    expect((await send(url, { body: compress(body), headers, chunked: true })).status).toBe(200);
    expect(consumer.batches.map(({ spanCount }) => spanCount)).toEqual([1000, 1000]);
    expect(Buffer.from(consumer.batches[0]!.spans).equals(body)).toBe(true);
    expect(consumer.batches[0]!.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("are read as compressed JSON too", async () => {
    const { url, consumer } = await startHttpReceiver();
    const body = gzipSync(requestJson({ spanCount: 2 }));
    await send(url, { type: json, body, headers: { "content-encoding": "gzip" } });
    expect(consumer.requests).toEqual([JSON.parse(requestJson({ spanCount: 2 }))]);
  });

  it.each(["br", "gzip, gzip", "zip"])(
    "are refused in Content-Encoding %j with 415 and what is read",
    async (encoding) => {
      const { url } = await startHttpReceiver();
      const answer = await send(url, { body: "x", headers: { "content-encoding": encoding } });
      expect(answer).toMatchObject({
        status: 415,
        headers: { "accept-encoding": expect.stringMatching(/^gzip, deflate/) },
      });
      expect(statusOf(answer).message).toContain(`found ${encoding}`);
    },
  );

  it.each([
    ["text under the name gzip", Buffer.from("not gzip")],
    ["gzip cut short", gzipSync(requestBytes({ nameLength: 1000 })).subarray(0, -9)],
    ["deflate under the name gzip", deflateRawSync("x")],
  ])("are refused with 400 when they are %s", async (_, body) => {
    const { url, receiver } = await startHttpReceiver();
    const answer = await send(url, { body, headers: { "content-encoding": "gzip" } });
    expect(answer.status).toBe(400);
    expect(statusOf(answer).message).toContain("expected gzip data");
    expect(receiver.stats()).toMatchObject({ invalidRequests: 1 });
  });

  it("may be as large as the limit, and not a byte larger", async () => {
    const body = requestBytes({ nameLength: 10_000 });
    const { url, consumer } = await startHttpReceiver({ maxBodyBytes: body.length });
    const larger = requestBytes({ nameLength: 10_001 });
    for (const chunked of [false, true]) {
      expect((await send(url, { body, chunked })).status).toBe(200);
      const answer = await send(url, { body: larger, chunked });
      expect(answer.status).toBe(413);
      expect(statusOf(answer).message).toContain(`at most ${body.length} bytes`);
      const headers = { "content-encoding": "gzip" };
      expect((await send(url, { body: gzipSync(body), headers, chunked })).status).toBe(200);
      expect((await send(url, { body: gzipSync(larger), headers, chunked })).status).toBe(413);
    }
    expect(consumer.batches).toHaveLength(4);
  });

  it("are refused by Content-Length before a byte of them comes", async () => {
    const { port } = await startHttpReceiver({ maxBodyBytes: 1000 });
    const answer = await sendRaw(
      port,
      "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1001\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain("expected a body of at most 1000 bytes");
  });

  it("that turn out too large get their answer though the sender is still sending", async () => {
    const { url } = await startHttpReceiver({ maxBodyBytes: 1024 * 1024 });
    const body = Buffer.alloc(2 * 1024 * 1024 - 1);
    expect((await send(url, { body, headers: { connection: "close" } })).status).toBe(413);
    expect((await send(url, { body, chunked: true })).status).toBe(413);
  });

  it("lose their connection when they don't end far above the limit", async () => {
    const { url, receiver } = await startHttpReceiver({ maxBodyBytes: 1000 });
    await send(url, { body: Buffer.alloc(64 * 1024 * 1024), chunked: true }).then(
      (answer) => expect(answer.status).toBe(413),
      (error: NodeJS.ErrnoException) => expect(error.code).toMatch(/EPIPE|ECONNRESET/),
    );
    expect(receiver.stats()).toMatchObject({ invalidRequests: 1 });
  });

  it("stop being inflated at the limit: a bomb of 200 MiB costs what the limit allows", async () => {
    const { url, receiver } = await startHttpReceiver({ maxBodyBytes: 1024 * 1024 });
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 });
    const before = process.memoryUsage().arrayBuffers;
    const answer = await send(url, {
      body: bomb.subarray(0, 1024 * 1024),
      headers: { "content-encoding": "gzip" },
    });
    expect(answer.status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
    expect(receiver.stats()).toMatchObject({ invalidRequests: 1, receivedBytes: 0 });
  });

  it("are waited for with 100 Continue only when the header is good", async () => {
    const { port } = await startHttpReceiver();
    const head = (type: string, length = 2) =>
      `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n` +
      "Expect: 100-continue\r\nConnection: close\r\n\r\n{}";
    expect(await sendRaw(port, head(json))).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(await sendRaw(port, head("text/plain"))).toMatch(/^HTTP\/1\.1 415 /);
    expect(await sendRaw(port, head(json, 64 * 1024 * 1024 + 1))).toMatch(/^HTTP\/1\.1 413 /);
  });
});
