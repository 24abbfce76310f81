import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { noPermissions } from "../../../host/contract/index.ts";
import { BodyBuffer } from "../../../host/sandbox/wasi/http/body-buffer.ts";
import { BodyPool } from "../../../host/sandbox/wasi/http/body-pool.ts";
import type { FromNetwork } from "../../../host/sandbox/wasi/http/exchange-messages.ts";
import type { FutureIncomingResponse } from "../../../host/sandbox/wasi/http/incoming-response.ts";
import { Network } from "../../../host/sandbox/wasi/http/network.ts";
import { createWasi, type Wasi } from "../../../host/sandbox/wasi/index.ts";
import { codeOf } from "./granted-directory.ts";
import { HttpGuest } from "./http-guest.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";

describe("the bodies of requests", () => {
  let server: HttpServer;
  let wasi: Wasi;
  let guest: HttpGuest;
  beforeAll(async () => {
    server = await startHttpServer();
    const authority = `127.0.0.1:${server.port}`;
    const permissions = { ...noPermissions, http: [`http://${authority}`] };
    wasi = createWasi({ permissions, onLine() {}, onDenied() {} });
    guest = new HttpGuest(wasi, authority);
  });
  afterAll(async () => {
    wasi.dispose();
    await server.stop();
  });

  /** Sends the pieces from one place in memory, as a guest does that uses its buffer again after each write. */
  function post(pieces: readonly Uint8Array[]): FutureIncomingResponse {
    const { types } = guest;
    const request = new types.OutgoingRequest(new types.Fields());
    request.setMethod({ tag: "post" });
    request.setScheme({ tag: "HTTP" });
    request.setAuthority(`127.0.0.1:${server.port}`);
    request.setPathWithQuery("/body");
    const body = request.body();
    const stream = body.write();
    const memory = new Uint8Array(Math.max(0, ...pieces.map((piece) => piece.length)));
    for (const piece of pieces) {
      memory.set(piece);
      stream.blockingWriteAndFlush(memory.subarray(0, piece.length));
      memory.fill(0xee);
    }
    stream[Symbol.dispose]();
    const handler = wasi.imports["wasi:http/outgoing-handler"] as {
      handle(sent: object, options: undefined): FutureIncomingResponse;
    };
    const future = handler.handle(request, undefined);
    types.OutgoingBody.finish(body, undefined);
    return future;
  }

  function answerOf(future: FutureIncomingResponse): Buffer {
    future.subscribe().block();
    const answer = future.get();
    if (answer?.tag !== "ok" || answer.val.tag !== "ok") throw new Error("no response");
    const body = answer.val.val.consume();
    const stream = body.stream();
    const pieces: Uint8Array[] = [];
    while (codeOf(() => pieces.push(stream.blockingRead(100_000n))) === "done");
    body[Symbol.dispose]();
    return Buffer.concat(pieces);
  }

  /** Pieces of up to 4 KiB by the dozen, as most languages write them, and a few of any size. */
  const pieces = fc.oneof(
    fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 12 }),
    fc
      .array(fc.nat(200_000), { maxLength: 4 })
      .map((sizes) => sizes.map((size, turn) => new Uint8Array(size).map((_, at) => at * 7 + turn))),
  );

  it("arrive whole and in order, however they are cut, and several at the same time do not mix", () => {
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 6 }), (bodies) => {
        const futures = bodies.map(post);
        for (const [index, future] of futures.entries()) {
          expect(answerOf(future).equals(Buffer.concat(bodies[index]!))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("the memory of bodies", () => {
  it("is given to one at a time, and again when it is free", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60_000), fc.nat(10)), { maxLength: 60 }), (steps) => {
        const pool = new BodyPool();
        const held: BodyBuffer[] = [];
        for (const [bytes, which] of steps) {
          const buffer = pool.take(bytes);
          expect(buffer.capacity).toBeGreaterThanOrEqual(bytes);
          expect(held.map(({ shared }) => shared)).not.toContain(buffer.shared);
          held.push(buffer);
          if (which < 6) held.splice(which % held.length, 1)[0]?.free();
        }
      }),
    );
    const pool = new BodyPool();
    const first = pool.take(50_000);
    first.free();
    expect(pool.take(40_000).shared).toBe(first.shared);
    expect(pool.take(40_000).shared).not.toBe(first.shared);
  });

  describe("that is being sent", () => {
    const sockets: Socket[] = [];
    let network: Network | undefined;
    afterEach(() => {
      network?.stop();
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    /** Sends `bytes` bytes to a server that does with its connections what `serve` says. */
    async function send(bytes: number, serve: (socket: Socket) => void) {
      const server = createServer({ pauseOnConnect: true }, (socket) => {
        sockets.push(socket.on("error", () => {}));
        serve(socket);
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      server.unref();
      const origin = {
        scheme: "http",
        host: "127.0.0.1",
        port: (server.address() as AddressInfo).port,
      } as const;
      const events: FromNetwork[] = [];
      network = new Network({ origins: [origin], injectHeaders: {}, send: (event) => events.push(event) });
      const buffer = BodyBuffer.ofCapacity(bytes);
      buffer.take();
      const timeouts = { connectMillis: 5_000, firstByteMillis: 60_000, betweenBytesMillis: 60_000 };
      const body = { body: buffer.shared, bodyByteLength: bytes };
      const request = { origin, method: "POST", path: "/", headers: [], timeouts, ...body };
      network.receive({ kind: "request", id: 1, request });
      /** Looks without leaving it taken. */
      const isFree = () => {
        const free = buffer.take();
        if (free) buffer.free();
        return free;
      };
      return { events, isFree, network };
    }

    const answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    const large = 32 * 1024 * 1024;

    it("stays taken while the server has not read it, though it has answered", async () => {
      const { events, isFree } = await send(large, (socket) => socket.write(answer));
      await vi.waitFor(() => expect(events).toHaveLength(1));
      expect(events[0]).toMatchObject({ kind: "response", status: 200, isWhole: true });
      expect(Buffer.from((events[0] as { bytes: Uint8Array }).bytes).toString()).toBe("ok");
      expect(isFree()).toBe(false);
      sockets[0]!.resume();
      await vi.waitFor(() => expect(isFree()).toBe(true));
    });

    it("stays taken while there is no answer, since it may have to be sent again", async () => {
      const read: number[] = [];
      const { events, isFree } = await send(100_000, (socket) =>
        socket.on("data", (piece) => read.push(piece.length)).resume(),
      );
      await vi.waitFor(() => expect(read.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(100_000));
      expect(isFree()).toBe(false);
      sockets[0]!.write(answer);
      await vi.waitFor(() => expect(isFree()).toBe(true));
      expect(events).toHaveLength(1);
    });

    it("is free when the request is cancelled, and when the connection breaks", async () => {
      const cancelled = await send(large, () => {});
      await vi.waitFor(() => expect(sockets).toHaveLength(1));
      expect(cancelled.isFree()).toBe(false);
      cancelled.network.receive({ kind: "cancel", id: 1 });
      await vi.waitFor(() => expect(cancelled.isFree()).toBe(true));
      const broken = await send(large, (socket) => socket.destroy());
      await vi.waitFor(() => expect(broken.isFree()).toBe(true));
      expect(broken.events).toMatchObject([{ kind: "failed", code: { tag: "connection-terminated" } }]);
    });

    it("is free at once when the request may not be sent", async () => {
      const { isFree, network } = await send(10, () => {});
      const other = BodyBuffer.ofCapacity(10);
      other.take();
      const origin = { scheme: "http", host: "127.0.0.1", port: 1 } as const;
      const timeouts = { connectMillis: 1, firstByteMillis: 1, betweenBytesMillis: 1 };
      const body = { body: other.shared, bodyByteLength: 10 };
      const request = { origin, method: "POST", path: "/", headers: [], timeouts, ...body };
      network.receive({ kind: "request", id: 2, request });
      expect(other.take()).toBe(true);
      expect(isFree()).toBe(false);
    });
  });
});
