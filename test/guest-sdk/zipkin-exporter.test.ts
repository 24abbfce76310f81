import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { request as anyRequest } from "../../guest-sdk/test/support/arbitrary-request.ts";
import { mismatches } from "../admin/json-schema.ts";
import { HttpTarget } from "../support/http-target.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";
import { startPackagedExporter } from "../support/packaged-exporter.ts";
import { batchOf, spanOf, startZipkin as start } from "./zipkin-scene.ts";
import { zipkinSpans } from "./zipkin-schema.ts";

describe("the zipkin exporter", () => {
  it("posts the spans of a batch as one list to the path of the API", async () => {
    const { target, exporter, listed } = await start({ headers: { "x-tenant": "shop" } });
    await exporter.send(batchOf([spanOf({ name: "a" }), spanOf({ name: "b" })]));
    const [{ method, url, headers }] = target.received as [(typeof target.received)[0]];
    expect([method, url]).toEqual(["POST", "/api/v2/spans"]);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "content-encoding": "gzip",
      "x-tenant": "shop",
      "user-agent": expect.stringMatching(/^spandock-zipkin\//),
    });
    expect(listed().map(({ name }: { name: string }) => name)).toEqual(["a", "b"]);
  });

  it("leaves out spans that Zipkin takes none of, and counts them as rejected", async () => {
    const { exporter, target, listed } = await start();
    const bad = [
      { name: "no ids" },
      { ...spanOf({}), traceId: Buffer.alloc(16) },
      { ...spanOf({}), spanId: Buffer.alloc(8) },
      { ...spanOf({}), traceId: Buffer.alloc(8, 7) },
    ];
    const why = "no valid trace and span id, which Zipkin does not take";
    expect(await exporter.send(batchOf([...bad, spanOf({ name: "good" })]), 5)).toEqual({
      kind: "partly-rejected",
      rejectedSpans: 4,
      message: `4 spans have ${why}`,
    });
    expect(listed()).toHaveLength(1);
    expect(await exporter.send(batchOf(bad.slice(0, 1)), 1)).toEqual({
      kind: "permanent",
      message: `1 span has ${why}`,
    });
    expect(await exporter.send(new Uint8Array(), 0)).toEqual({ kind: "accepted" });
    expect(target.received).toHaveLength(1);
  });

  it("sends a large batch as several lists, whatever becomes of each", async () => {
    const { exporter, target } = await start({ compression: "none" });
    const name = "n".repeat(1000);
    const spans = Array.from({ length: 9000 }, (_, index) => {
      const spanId = Buffer.alloc(8);
      spanId.writeUInt32BE(index + 1);
      return { ...spanOf({ name }), spanId };
    });
    const batch = batchOf(spans);
    for (let time = 0; time < 3; time++)
      expect(await exporter.send(batch, 9000)).toEqual({ kind: "accepted" });
    const perBatch = target.received.length / 3;
    expect(perBatch).toBeGreaterThan(4);
    const lists = target.received
      .splice(0)
      .slice(0, perBatch)
      .map(({ body }) => JSON.parse(String(body)));
    const ids = lists.flat().map(({ id }) => id);
    expect(ids).toEqual(spans.map(({ spanId }) => spanId.toString("hex")));

    target.answer = (response) => void response.writeHead(target.received.length === 2 ? 400 : 202).end();
    expect(await exporter.send(batch, 9000)).toEqual({
      kind: "partly-rejected",
      rejectedSpans: lists[1].length,
      message: `${target.origin} answered 400`,
    });
    target.received.length = 0;
    target.answer = (response) => void response.writeHead(target.received.length === 2 ? 503 : 202).end();
    expect(await exporter.send(batch, 9000)).toMatchObject({ kind: "retryable" });
    expect(target.received).toHaveLength(2);
  });

  it("sends nothing of a batch that can't be read whole", async () => {
    const { exporter, target } = await start();
    const outcome = await exporter.send(batchOf([spanOf({ name: "x" })]).subarray(0, -1));
    expect(outcome).toMatchObject({ kind: "permanent", message: expect.stringContaining("malformed OTLP") });
    expect(target.received).toEqual([]);
  });

  it("writes what the public description of the API allows, whatever comes", async () => {
    const { exporter, target } = await start({ compression: "none" });
    const wrong: string[] = [];
    target.answer = (response, { body }) => {
      wrong.push(...mismatches({}, zipkinSpans, JSON.parse(String(body))));
      response.writeHead(202).end();
    };
    await fc.assert(
      fc.asyncProperty(anyRequest, async (message) => {
        wrong.length = 0;
        await exporter.send(encodeOtlp("ExportTraceServiceRequest", message as Record<string, unknown>), 30);
        expect(wrong).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(target.received.length).toBeGreaterThan(10);
  });

  it.each([
    [429, { "retry-after": "3" }, "", { kind: "retryable", retryAfterMillis: 3_000 }],
    [503, {}, "", { kind: "retryable" }],
    [400, {}, "Cannot parse", { kind: "permanent", message: "ORIGIN answered 400: Cannot parse" }],
    [404, { "content-type": "text/html" }, "<html>", { kind: "permanent", message: "ORIGIN answered 404" }],
    [500, {}, "", { kind: "permanent", message: "ORIGIN answered 500" }],
  ])("makes of a %i the outcome that it is", async (status, headers, body, expected) => {
    const { exporter, target } = await start();
    target.answer = (response) =>
      void response.writeHead(status, headers as Record<string, string>).end(body);
    const outcome = await exporter.send(batchOf([spanOf({})]));
    expect(JSON.parse(JSON.stringify(outcome).replaceAll(target.origin, "ORIGIN"))).toMatchObject(expected);
  });

  it.each([
    [{ endpoint: "http://ORIGIN/zipkin/api/v2/spans?x=1" }, "/zipkin/api/v2/spans?x=1"],
    [{ endpoint: "http://ORIGIN/" }, "/api/v2/spans"],
  ])("takes the endpoint %j", async (config, url) => {
    const target = await HttpTarget.start();
    const filled = JSON.parse(JSON.stringify(config).replaceAll("http://ORIGIN", target.origin));
    const exporter = await startPackagedExporter({ name: "zipkin", config: filled, http: [target.origin] });
    await exporter.send(batchOf([spanOf({})]));
    expect(target.received[0]!.url).toBe(url);
  });

  it.each([
    [{ endpoint: undefined }, "endpoint: expected the URL of a Zipkin server"],
    [{ default_service_name: 3 }, "default_service_name: expected a text"],
    [{ compression: "br" }, "compression: expected gzip or none"],
    [{ tls: 1 }, "tls: unknown key"],
  ])("refuses the config %j", async (more, text) => {
    await expect(start(more)).rejects.toThrow(text);
  });
});
