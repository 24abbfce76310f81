import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createOtlpHttpReceiver } from "../../../host/receivers/index.ts";
import {
  CollectingConsumer,
  RecordingLogger,
  requestBytes,
  startHttpReceiver,
  tlsFile,
} from "../receiver-harness.ts";
import { send, statusOf } from "./send.ts";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("authorization over OTLP/HTTP", () => {
  const auth = { bearerTokens: ["first", "second"], basicUsers: [{ username: "ann", password: "pass:ü" }] };

  it.each(["Bearer first", "bearer second", "BEARER  second", basic("ann:pass:ü")])(
    "lets %j in",
    async (authorization) => {
      const { url } = await startHttpReceiver({ auth });
      expect((await send(url, { body: requestBytes(), headers: { authorization } })).status).toBe(200);
    },
  );

  it.each([
    "Bearer third",
    "Bearer firs",
    "Bearer",
    "first",
    basic("ann:pass"),
    basic("bob:pass:ü"),
    basic("ann"),
    "Digest first",
    "",
  ])("keeps %j out", async (authorization) => {
    const { url, consumer, receiver, logger } = await startHttpReceiver({ auth });
    const answer = await send(url, { body: requestBytes(), headers: authorization ? { authorization } : {} });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe(
      'Basic realm="spandock", charset="UTF-8", Bearer realm="spandock"',
    );
    expect(statusOf(answer)).toMatchObject({ code: 16 });
    expect(consumer.batches).toEqual([]);
    expect(receiver.stats()).toMatchObject({ unauthorizedRequests: 1, invalidRequests: 0 });
    expect(logger.lines).toHaveLength(1);
    if (authorization) expect(JSON.stringify(logger.lines)).not.toContain(authorization);
  });

  it("lets nobody in when it names no one", async () => {
    const { url } = await startHttpReceiver({ auth: {} });
    const answer = await send(url, { body: requestBytes(), headers: { authorization: "Bearer " } });
    expect(answer).toMatchObject({ status: 401, headers: { "www-authenticate": 'Bearer realm="spandock"' } });
  });
});

describe("CORS over OTLP/HTTP", () => {
  const cors = {
    allowedOrigins: ["https://app.example.com", "http://*.test"],
    allowedHeaders: ["X-Tenant"],
    maxAgeSeconds: 600,
  };
  const preflight = (url: string, origin: string, requested = "content-type") =>
    send(url, {
      method: "OPTIONS",
      type: "",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": requested,
      },
    });

  it.each(["https://app.example.com", "http://a.test", "http://A.b.TEST"])(
    "lets scripts of %s send",
    async (origin) => {
      const { url } = await startHttpReceiver({ cors, auth: { bearerTokens: ["t"] } });
      const asked = await preflight(url, origin);
      expect(asked.status).toBe(204);
      expect(asked.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "Content-Type, Content-Encoding, X-Tenant",
        "access-control-max-age": "600",
        vary: "Origin, Access-Control-Request-Headers",
      });
      const headers = { origin, authorization: "Bearer t" };
      expect(await send(url, { body: requestBytes(), headers })).toMatchObject({
        status: 200,
        headers: { "access-control-allow-origin": origin, vary: "Origin" },
      });
      expect(await send(url, { body: "x", headers })).toMatchObject({
        status: 400,
        headers: { "access-control-allow-origin": origin },
      });
    },
  );

  it.each([
    "https://evil.example.com",
    "https://app.example.com.evil",
    "https://appxexample.com",
    "null",
    "http://test",
  ])("tells browsers to keep scripts of %s away", async (origin) => {
    const { url } = await startHttpReceiver({ cors });
    expect((await preflight(url, origin)).headers).not.toHaveProperty("access-control-allow-origin");
    const answer = await send(url, { body: requestBytes(), headers: { origin } });
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("allows every header asked for with *", async () => {
    const { url } = await startHttpReceiver({ cors: { allowedOrigins: ["*"], allowedHeaders: ["*"] } });
    const answer = await preflight(url, "https://anyone", "x-one, x-two");
    expect(answer.headers).toMatchObject({ "access-control-allow-headers": "x-one, x-two" });
    expect(answer.headers).not.toHaveProperty("access-control-max-age");
  });

  it("says nothing when it isn't set up", async () => {
    const { url } = await startHttpReceiver();
    const answer = await preflight(url, "https://app.example.com");
    expect(answer.status).toBe(405);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(answer.headers).not.toHaveProperty("vary");
  });
});

describe("TLS over OTLP/HTTP", () => {
  const server = { certFile: tlsFile("server.pem"), keyFile: tlsFile("server.key") };
  const ca = readFileSync(tlsFile("ca.pem"));
  const client = { ca, cert: readFileSync(tlsFile("client.pem")), key: readFileSync(tlsFile("client.key")) };
  const secure = (url: string) => url.replace("http:", "https:");

  it("serves a sender that knows the authority", async () => {
    const { url, consumer } = await startHttpReceiver({ tls: server });
    expect((await send(secure(url), { body: requestBytes(), tls: { ca } })).status).toBe(200);
    expect(consumer.batches).toHaveLength(1);
  });

  it("asks senders for a certificate when it has a client authority", async () => {
    const { url, consumer } = await startHttpReceiver({
      tls: { ...server, clientCaFile: tlsFile("ca.pem") },
    });
    await expect(send(secure(url), { body: requestBytes(), tls: { ca } })).rejects.toThrow();
    expect(consumer.batches).toEqual([]);
    expect((await send(secure(url), { body: requestBytes(), tls: client })).status).toBe(200);
  });

  it.each([
    [{ ...server, certFile: "/nowhere/cert.pem" }, "tls.cert_file /nowhere/cert.pem can't be read: ENOENT"],
    [{ ...server, keyFile: "/nowhere/key.pem" }, "tls.key_file /nowhere/key.pem can't be read: ENOENT"],
    [
      { ...server, clientCaFile: "/nowhere/ca.pem" },
      "tls.client_ca_file /nowhere/ca.pem can't be read: ENOENT",
    ],
    [{ ...server, keyFile: tlsFile("client.key") }, "the TLS files don't fit"],
    [{ ...server, certFile: tlsFile("README.md") }, "the TLS files don't fit"],
  ])("does not start with unfit files: %j", async (tls, message) => {
    const receiver = createOtlpHttpReceiver({
      endpoint: { host: "127.0.0.1", port: 0 },
      consumer: new CollectingConsumer(),
      logger: new RecordingLogger(),
      tls,
    });
    await expect(receiver.start()).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: expect.stringContaining(message),
    });
  });
});
