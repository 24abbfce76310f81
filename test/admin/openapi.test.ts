import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { AdminServer } from "../../host/admin/index.ts";
import { silentLogger } from "../../host/contract/index.ts";
import { type Ask, asJson, asWasm, readUntil, startAdmin } from "./admin-harness.ts";
import { FakeSource } from "./fake-source.ts";
import { mismatches, resolveRef, type Schema } from "./json-schema.ts";

interface Operation {
  readonly responses: Readonly<Record<string, { $ref?: string; content?: Content }>>;
  readonly requestBody?: { readonly content: Content };
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

const api = parse(readFileSync(new URL("../../docs/openapi.yaml", import.meta.url), "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const verbs = ["get", "put", "post", "delete"];
const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => verbs.includes(method))
    .map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
);
const operationOf = (key: string) => operations.find((each) => each.key === key)!.operation;

/** What is promised for a status, by media type. */
function contentFor(key: string, status: number): Content {
  const { responses } = operationOf(key);
  const response = responses[status] ?? responses.default;
  if (response === undefined) throw new Error(`${key}: no answer ${status} is documented`);
  return (response.$ref ? (resolveRef(api, response.$ref) as typeof response) : response).content ?? {};
}

const wasm = { headers: asWasm, body: Uint8Array.of(0, 1, 2) };
const noWasm = { headers: asWasm, body: Uint8Array.of(1) };
const change = (body: object) => ({ headers: asJson, body: JSON.stringify(body) });
const files = "/api/v1/exporters/files";
const none = "/api/v1/exporters/none";

/** Each operation, asked well and asked badly. */
const asked: readonly (readonly [key: string, path: string, status: number, ask: Ask])[] = [
  ["GET /healthz", "/healthz", 200, {}],
  ["GET /readyz", "/readyz", 200, {}],
  ["GET /metrics", "/metrics", 200, {}],
  ["GET /metrics", "/metrics", 403, { headers: { host: "evil.example" } }],
  ["GET /api/v1/agent", "/api/v1/agent", 200, {}],
  ["GET /api/v1/agent", "/api/v1/agent", 403, { headers: { origin: "null" } }],
  ["GET /api/v1/config", "/api/v1/config", 200, {}],
  ["GET /api/v1/exporters", "/api/v1/exporters", 200, {}],
  ["GET /api/v1/exporters/{name}", files, 200, {}],
  ["GET /api/v1/exporters/{name}", none, 404, {}],
  ["PUT /api/v1/exporters/{name}", "/api/v1/exporters/new", 200, change({ entry: "plugin: x.wasm" })],
  ["PUT /api/v1/exporters/{name}", "/api/v1/exporters/new", 400, change({})],
  ["DELETE /api/v1/exporters/{name}", files, 200, change({ persist: true })],
  ["DELETE /api/v1/exporters/{name}", none, 404, change({})],
  ["POST /api/v1/exporters/{name}/reload", `${files}/reload`, 200, change({ canaryShare: 0.05 })],
  ["POST /api/v1/exporters/{name}/reload", `${files}/reload`, 400, change({ canaryShare: 5 })],
  ["POST /api/v1/exporters/{name}/enable", `${files}/enable`, 200, { headers: asJson }],
  ["POST /api/v1/exporters/{name}/enable", `${files}/enable`, 415, {}],
  ["POST /api/v1/exporters/{name}/disable", `${files}/disable`, 200, change({ persist: false })],
  ["POST /api/v1/exporters/{name}/disable", `${files}/disable`, 400, change({ persist: "yes" })],
  ["POST /api/v1/inspect", "/api/v1/inspect", 200, wasm],
  ["POST /api/v1/inspect", "/api/v1/inspect", 200, noWasm],
  ["POST /api/v1/plugins", "/api/v1/plugins?name=my-files", 200, wasm],
  ["POST /api/v1/plugins", "/api/v1/plugins", 422, noWasm],
];

describe("docs/openapi.yaml", () => {
  it("has every route of the server, and no other", () => {
    const server = new AdminServer({
      endpoint: { host: "127.0.0.1", port: 0 },
      uploadDirectory: "/nowhere",
      source: new FakeSource(),
      logger: silentLogger,
    });
    const routes = server.routes
      .filter(({ path }) => path.startsWith("/api/") || ["/healthz", "/readyz", "/metrics"].includes(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(operations.map(({ key }) => key).sort()).toEqual(routes.sort());
  });

  it("is held against every operation here but the streams", () => {
    const streams = ["GET /api/v1/events", "GET /api/v1/spans"];
    expect(new Set([...asked.map(([key]) => key), ...streams])).toEqual(
      new Set(operations.map(({ key }) => key)),
    );
  });

  it.each(asked)("%s at %s answers %i as promised", async (key, path, status, ask) => {
    const { ask: send } = await startAdmin();
    const method = key.split(" ")[0]!;
    const answer = await send({ method, path, ...ask });
    expect(answer.status, answer.text).toBe(status);
    const type = String(answer.headers["content-type"]).split(";")[0]!;
    const { schema } = contentFor(key, status)[type] ?? {};
    expect(schema, `${key} promises no ${type}`).toBeDefined();
    expect(mismatches(api, schema!, type === "application/json" ? answer.json : answer.text)).toEqual([]);
  });

  it("has the body that each good request here sends", () => {
    const bodies = asked.filter(([, , status, { body }]) => status === 200 && typeof body === "string");
    expect(bodies.length).toBeGreaterThan(3);
    for (const [key, , , { body }] of bodies) {
      const { schema } = operationOf(key).requestBody!.content["application/json"]!;
      expect(mismatches(api, schema, JSON.parse(String(body)))).toEqual([]);
    }
  });

  it("has the health of an agent that is not ready", async () => {
    const { ask, source } = await startAdmin();
    source.report = { status: "starting", components: {} };
    for (const path of ["/healthz", "/readyz"]) {
      const { status, json } = await ask({ path });
      expect(status).toBe(503);
      const { schema } = contentFor(`GET ${path}`, 503)["application/json"]!;
      expect(mismatches(api, schema, json)).toEqual([]);
    }
  });

  it("has the events and the spans of the streams", async () => {
    const { open, source } = await startAdmin();
    const events = await open({ path: "/api/v1/events" });
    source.exporters.publish();
    const spans = await open({ path: "/api/v1/spans" });
    source.sendSpans([
      {
        traceId: "0".repeat(32),
        spanId: "1".repeat(16),
        parentSpanId: "",
        name: "GET /",
        service: "shop",
        startMillis: 1.5,
        durationMillis: 2,
        status: "error",
      },
    ]);
    for (const [key, stream] of [
      ["GET /api/v1/events", events],
      ["GET /api/v1/spans", spans],
    ] as const) {
      const [, data] = /^data: (.*)$/m.exec(await readUntil(stream, "\n\ndata".slice(2)))!;
      const { schema } = contentFor(key, 200)["text/event-stream"]!;
      expect(mismatches(api, schema, JSON.parse(data!))).toEqual([]);
    }
  });
});
