import { describe, expect, it } from "vitest";
import { HttpTarget } from "../support/http-target.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";
import { startPackagedExporter } from "../support/packaged-exporter.ts";

const request = encodeOtlp("ExportTraceServiceRequest", {
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: Buffer.alloc(16, 7), name: "pay" }] }] }],
});

async function start(config: object = {}) {
  const target = await HttpTarget.start();
  const exporter = await startPackagedExporter({
    name: "otlp-http",
    config: { endpoint: target.origin, ...config },
    http: [target.origin],
  });
  return { target, exporter };
}

const proto = { "content-type": "application/x-protobuf" };

/** What the exporter says of a batch when the server answers this. */
async function outcomeOf(
  status: number,
  headers: Record<string, string> = {},
  body: Uint8Array | string = "",
) {
  const { target, exporter } = await start({ headers: { authorization: "Bearer s3cret-token" } });
  target.answer = (response) => void response.writeHead(status, headers).end(body);
  const outcome = await exporter.send(request, 1);
  const text = "message" in outcome ? outcome.message?.replace(target.origin, "ORIGIN") : undefined;
  return { ...outcome, ...(text === undefined ? {} : { message: text }) };
}

describe("the otlp-http exporter", () => {
  it("posts the batch's own bytes, compressed, to the signal's path", async () => {
    const { target, exporter } = await start({ headers: { "x-tenant": "shop" } });
    expect(await exporter.send(request)).toEqual({ kind: "accepted" });
    const [{ method, url, headers, body }] = target.received as [(typeof target.received)[0]];
    expect([method, url]).toEqual(["POST", "/v1/traces"]);
    expect(headers).toMatchObject({
      ...proto,
      "content-encoding": "gzip",
      "x-tenant": "shop",
      "user-agent": expect.stringMatching(/^spandock-otlp-http\//),
    });
    expect(body.equals(request)).toBe(true);
  });

  it.each([
    ["a path of the endpoint", { endpoint: "ORIGIN/otlp/" }, "/otlp/v1/traces"],
    ["a query of the endpoint", { endpoint: "ORIGIN?a=b" }, "/v1/traces?a=b"],
    ["traces_endpoint as it is", { traces_endpoint: "ORIGIN/spans?x=1#y" }, "/spans?x=1"],
    ["traces_endpoint before endpoint", { endpoint: "ORIGIN/a", traces_endpoint: "ORIGIN" }, "/"],
  ])("keeps %s", async (_, config, url) => {
    const target = await HttpTarget.start();
    const filled = JSON.parse(JSON.stringify(config).replaceAll("ORIGIN", target.origin));
    const exporter = await startPackagedExporter({
      name: "otlp-http",
      config: filled,
      http: [target.origin],
    });
    await exporter.send(request);
    expect(target.received[0]!.url).toBe(url);
  });

  it("sends batches of any size without compression, too", async () => {
    const { target, exporter } = await start({ compression: "none" });
    const large = encodeOtlp("ExportTraceServiceRequest", {
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: "n".repeat(3_000_000) }] }] }],
    });
    for (const bytes of [large, request, new Uint8Array()]) {
      expect(await exporter.send(bytes)).toEqual({ kind: "accepted" });
      const { body, headers } = target.received.at(-1)!;
      expect(headers).not.toHaveProperty("content-encoding");
      expect(body.equals(bytes)).toBe(true);
    }
  });

  it("counts what the server rejects of a batch as rejected, and passes on its reason", async () => {
    const body = encodeOtlp("ExportTraceServiceResponse", {
      partialSuccess: { rejectedSpans: "1", errorMessage: "too\nold" },
    });
    expect(await outcomeOf(200, proto, body)).toEqual({
      kind: "partly-rejected",
      rejectedSpans: 1,
      message: "too old",
    });
  });

  it("passes on a warning beside a full success", async () => {
    const body = encodeOtlp("ExportTraceServiceResponse", { partialSuccess: { errorMessage: "slow down" } });
    expect(await outcomeOf(202, proto, body)).toEqual({ kind: "accepted", message: "slow down" });
  });

  it("takes a success whose answer it can't read for a success, with a warning", async () => {
    const message = "ORIGIN took the batch, but its answer can't be read";
    expect(await outcomeOf(200, proto, "{}")).toEqual({ kind: "accepted", message });
  });

  it.each([429, 502, 503, 504])("asks for the batch again after a %i", async (status) => {
    expect(await outcomeOf(status)).toEqual({ kind: "retryable", message: `ORIGIN answered ${status}` });
  });

  it.each([
    ["seconds", { "retry-after": "7" }, 7_000],
    ["no seconds", { "retry-after": "0" }, 0],
    [
      "a date, by the server's clock",
      { date: "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:51:07 GMT" },
      90_000,
    ],
    [
      "a date that is over",
      { date: "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun Nov  6 08:49:30 1994" },
      0,
    ],
    ["something else", { "retry-after": "soon" }, undefined],
  ])("waits as long as a retry-after in %s says", async (_, headers, retryAfterMillis) => {
    const outcome = await outcomeOf(503, headers as Record<string, string>);
    expect(outcome).toEqual({
      kind: "retryable",
      message: "ORIGIN answered 503",
      ...(retryAfterMillis === undefined ? {} : { retryAfterMillis }),
    });
  });

  it.each([400, 401, 404, 413, 500, 501])("gives a batch up after a %i", async (status) => {
    expect(await outcomeOf(status)).toEqual({ kind: "permanent", message: `ORIGIN answered ${status}` });
  });

  it("does not follow redirects, and says so", async () => {
    expect(await outcomeOf(302, { location: "http://127.0.0.1:1/" })).toEqual({
      kind: "permanent",
      message: "ORIGIN answered 302 (redirects are not followed)",
    });
  });

  it.each([
    ["a google.rpc.Status", proto, encodeOtlp("RpcStatus", { code: 3, message: "bad span" }), ": bad span"],
    ["a text", { "content-type": "text/plain; charset=utf-8" }, "no\r\nway\n", ": no  way"],
    ["a page for browsers", { "content-type": "text/html" }, "<html>", ""],
    ["protobuf that is none", proto, "\xff\xff", ""],
    ["a long text", { "content-type": "text/plain" }, "x".repeat(100_000), `: ${"x".repeat(300)}…`],
    [
      "a text that repeats the credentials",
      { "content-type": "text/plain" },
      "Bearer s3cret-token is wrong: s3cret-token",
      ": … is wrong: …",
    ],
  ])("shows what the server says as %s", async (_, headers, body, shown) => {
    const outcome = await outcomeOf(400, headers as Record<string, string>, body);
    expect(outcome).toEqual({ kind: "permanent", message: `ORIGIN answered 400${shown}` });
  });

  it("asks for the batch again when the server can't be reached, and takes up the work when it can", async () => {
    const { target, exporter } = await start();
    target.answer = (response) => void response.socket!.destroy();
    expect(await exporter.send(request)).toMatchObject({
      kind: "retryable",
      message: expect.stringMatching(/^can't reach http:\/\/127\.0\.0\.1:\d+: connection-terminated/),
    });
    target.answer = (response) => void response.writeHead(200).end();
    expect(await exporter.send(request)).toEqual({ kind: "accepted" });
    await target.stop();
    expect(await exporter.send(request)).toEqual({
      kind: "retryable",
      message: `can't reach ${target.origin}: connection-refused`,
    });
  });

  it("gives up waiting for a server that does not answer", async () => {
    const { target, exporter } = await start({ timeout: "100ms" });
    target.answer = () => {};
    expect(await exporter.send(request)).toEqual({
      kind: "retryable",
      message: `can't reach ${target.origin}: HTTP-response-timeout`,
    });
  });

  it("goes by the status of a server that does not end its answer in time", async () => {
    const { target, exporter } = await start({ timeout: "2s" });
    target.answer = (response) => void response.writeHead(429).write("x");
    expect(await exporter.send(request)).toMatchObject({
      kind: "retryable",
      message: `${target.origin} answered 429`,
    });
  });

  it("refuses to start where the config does not grant its host, and names the permission", async () => {
    const config = { endpoint: "http://collector.example:4318/x" };
    const start = startPackagedExporter({ name: "otlp-http", config, http: ["http://collector.example"] });
    await expect(start).rejects.toMatchObject({
      code: "PLUGIN_CONFIG_REFUSED",
      message:
        'otlp-http: the plugin refused its config: can\'t send to http://collector.example:4318: HTTP-request-denied (grant it with permissions: { http: ["http://collector.example:4318"] })',
    });
  });

  it.each([
    [{ endpoint: undefined }, "endpoint: expected the URL of an OTLP/HTTP receiver"],
    [{ endpoint: "localhost:4318" }, "endpoint: expected an http or https URL"],
    [{ endpoint: "http://me:s3cret@x/" }, "endpoint: expected an http or https URL without a user name"],
    [{ endpoint: 4318 }, "endpoint: expected a text"],
    [{ compression: "zstd" }, "compression: expected gzip or none"],
    [{ timeout: "soon" }, "timeout: expected a duration"],
    [{ timeout: "0s" }, "timeout: expected a duration"],
    [{ headers: ["s3cret"] }, "headers: expected a mapping"],
    [{ headers: { authorization: 12_345 } }, "headers.authorization: expected a text, in quotes"],
    [{ headers: { "Content-Type": "s3cret" } }, "headers.Content-Type: is written by the exporter itself"],
    [{ headers: { "x y": "s3cret" } }, "HTTP-request-header-refused (the header x y)"],
    [{ headers: { connection: "s3cret" } }, "HTTP-request-header-refused (the header connection)"],
    [{ headers: { x: "s3cret\ninjected: yes" } }, "HTTP-request-header-refused (the header x)"],
    [{ tls: {} }, "tls: unknown key; expected endpoint, traces_endpoint, headers, compression, timeout"],
  ])("refuses the config %j and shows no secret of it", async (more, text) => {
    const config = { endpoint: "http://127.0.0.1:1", ...more };
    const failure = await startPackagedExporter({
      name: "otlp-http",
      config,
      http: ["http://127.0.0.1:1"],
    }).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(failure).toContain(text);
    expect(failure).not.toMatch(/s3cret|12345/);
  });
});
