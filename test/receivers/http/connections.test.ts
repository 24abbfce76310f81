import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Clock } from "../../../host/contract/index.ts";
import { requestBytes, requestJson, startHttpReceiver } from "../receiver-harness.ts";
import { protobuf, send, sendRaw } from "./send.ts";

const head = (length: number, type = protobuf) =>
  `POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

/** A request that is held by the consumer until `release`. */
async function heldRequest(options: Parameters<typeof startHttpReceiver>[0] = {}) {
  const running = await startHttpReceiver(options);
  let release: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    running.consumer.answer = () => {
      resolve();
      return new Promise((queued) => {
        release = () => queued({ kind: "queued" });
      });
    };
  });
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<{ status: number | undefined; connection: string | undefined }>(
    (resolve, reject) => {
      const request = httpRequest(
        running.url,
        { method: "POST", agent, headers: { "content-type": protobuf } },
        (response) => {
          response.resume();
          resolve({ status: response.statusCode, connection: response.headers.connection });
        },
      );
      request.on("error", reject);
      request.end(requestBytes());
    },
  );
  await arrived;
  return { ...running, answered, release: () => release() };
}

const isRefused = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(false);
    });
    socket.on("error", () => resolve(true));
  });

describe("connections of OTLP/HTTP", () => {
  it("that end within a body, at any byte, hand nothing on and harm nobody", async () => {
    const { port, url, consumer, receiver } = await startHttpReceiver();
    const whole = Buffer.concat([Buffer.from(head(requestBytes().length)), requestBytes()]);
    for (let length = 0; length < whole.length; length++) {
      const answer = await sendRaw(port, whole.subarray(0, length));
      expect(answer, `cut at ${length}`).not.toContain("200 OK");
    }
    expect(consumer.batches).toEqual([]);
    expect(receiver.stats()).toMatchObject({ abortedRequests: requestBytes().length, acceptedRequests: 0 });
    expect((await send(url, { body: requestBytes() })).status).toBe(200);
  });

  it("that carry a cut body with the length of the cut one are answered 400, but where a message ends", async () => {
    const { url, consumer } = await startHttpReceiver();
    const body = requestBytes();
    for (let length = 1; length < body.length; length++) {
      const answer = await send(url, { body: body.subarray(0, length) });
      expect(answer.status, `cut at ${length}`).toBe(400);
    }
    expect(consumer.batches).toEqual([]);
  });

  it("that carry random bytes get an answer of OTLP's", async () => {
    const { url } = await startHttpReceiver();
    const types = fc.constantFrom(protobuf, "application/json");
    const encodings = fc.constantFrom("identity", "gzip", "deflate");
    await fc.assert(
      fc.asyncProperty(types, encodings, fc.uint8Array({ maxLength: 300 }), async (type, encoding, body) => {
        const answer = await send(url, { type, body, headers: { "content-encoding": encoding } });
        expect([200, 400]).toContain(answer.status);
        expect(answer.headers["content-type"]).toBe(type);
      }),
      { numRuns: 150 },
    );
  });

  it("that don't speak HTTP are told so, counted, and closed", async () => {
    const { port, receiver } = await startHttpReceiver();
    expect(await sendRaw(port, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendRaw(port, `POST / HTTP/1.1\r\nHost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    expect(receiver.stats()).toMatchObject({ invalidRequests: 2 });
  });

  it("that claim two lengths are refused", async () => {
    const { port, consumer } = await startHttpReceiver();
    const smuggling = head(5).replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    expect(await sendRaw(port, smuggling)).toMatch(/^HTTP\/1\.1 400 /);
    expect(consumer.batches).toEqual([]);
  });

  it.each([
    ["its header", "POST /v1/traces HTTP/1.1\r\nHost:"],
    ["its body", `${head(100)}abc`],
  ])("that are too slow with %s are answered 408 and closed", async (_, bytes) => {
    const { port } = await startHttpReceiver({ readHeaderTimeoutMillis: 100, readTimeoutMillis: 200 });
    const socket = connect(port, "127.0.0.1");
    socket.write(bytes);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
    await once(socket, "close");
  });

  it("that end before the answer harm nobody, and the batch counts", async () => {
    const { url, port, consumer, receiver } = await startHttpReceiver();
    let release: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      consumer.answer = () => {
        resolve();
        return new Promise((queued) => {
          release = () => queued({ kind: "queued" });
        });
      };
    });
    const socket = connect(port, "127.0.0.1");
    socket.write(Buffer.concat([Buffer.from(head(requestBytes().length)), requestBytes()]));
    await arrived;
    socket.resetAndDestroy();
    await once(socket, "close");
    release();
    consumer.answer = () => ({ kind: "queued" });
    expect((await send(url, { body: requestBytes() })).status).toBe(200);
    expect(receiver.stats()).toMatchObject({ acceptedRequests: 2, failedRequests: 0 });
  });

  it("serve many requests one after the other", async () => {
    const { port, consumer } = await startHttpReceiver();
    const json = requestJson();
    const both = `${head(json.length, "application/json")}${json}`;
    const answer = await sendRaw(port, both.repeat(3));
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(consumer.batches).toHaveLength(3);
  });
});

describe("stopping the OTLP/HTTP receiver", () => {
  it("finishes open requests, takes no new connections, and tells the sender to close its own", async () => {
    const { receiver, port, answered, release } = await heldRequest();
    const stopped = receiver.stop();
    expect(await isRefused(port)).toBe(true);
    release();
    expect(await answered).toEqual({ status: 200, connection: "close" });
    await stopped;
    expect(receiver.stats()).toMatchObject({ acceptedRequests: 1 });
  });

  it("closes idle keep-alive connections", async () => {
    const { receiver, port } = await startHttpReceiver();
    const socket: Socket = connect(port, "127.0.0.1");
    socket.write(head(0));
    await once(socket, "data");
    const closed = once(socket, "close");
    await receiver.stop();
    await closed;
  });

  it("cuts requests that outlast its time", async () => {
    let expire: () => void = () => {};
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      after(delayMillis, callback) {
        if (delayMillis === 5000) expire = callback;
        return { cancel() {} };
      },
    };
    const { receiver, answered } = await heldRequest({ clock, stopTimeoutMillis: 5000 });
    const cut = expect(answered).rejects.toMatchObject({ code: "ECONNRESET" });
    const stopped = receiver.stop();
    expire();
    await stopped;
    await cut;
  });

  it("may be asked for more than once", async () => {
    const { receiver } = await startHttpReceiver();
    await Promise.all([receiver.stop(), receiver.stop()]);
    await receiver.stop();
  });
});
