import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SpandockError, SpandockErrors } from "../../host/contract/index.ts";
import { asJson, asWasm, startAdmin } from "./admin-harness.ts";

const files = "/api/v1/exporters/files";

describe("a change by the admin API", () => {
  it("reaches the agent with all that was asked for", async () => {
    const { ask, source } = await startAdmin();
    const put = (name: string, body: object) =>
      ask({ method: "PUT", path: `/api/v1/exporters/${name}`, headers: asJson, body: JSON.stringify(body) });
    await put("new", { entry: "plugin: a.wasm # mine\n", persist: true });
    await put("a%2Fb", { entry: { plugin: "a.wasm" } });
    await ask({ method: "DELETE", path: files, headers: asJson });
    const reload = { entry: "plugin: b.wasm", canaryShare: 0.05, persist: false };
    await ask({ method: "POST", path: `${files}/reload`, headers: asJson, body: JSON.stringify(reload) });
    expect(source.exporters.calls).toEqual([
      'add new {"entry":"plugin: a.wasm # mine\\n","persist":true}',
      'add a/b {"entry":"{\\"plugin\\":\\"a.wasm\\"}"}',
      "remove files {}",
      'reload files {"entry":"plugin: b.wasm","canaryShare":0.05,"persist":false}',
    ]);
  });

  it("says when nothing was to be done", async () => {
    const { ask, source } = await startAdmin();
    source.exporters.kind = "unchanged";
    const { status, json } = await ask({ method: "POST", path: `${files}/enable`, headers: asJson });
    expect(status).toBe(200);
    expect(json).toMatchObject({ kind: "unchanged", exporter: "files" });
  });

  it.each([
    ["EXPORTER_UNKNOWN", 404],
    ["EXPORTER_EXISTS", 409],
    ["CANARY_ROLLED_BACK", 409],
    ["CHANGE_NOT_POSSIBLE", 409],
    ["CONFIG_NOT_WRITABLE", 409],
    ["CONFIG_INVALID", 422],
    ["PLUGIN_CONFIG_REFUSED", 422],
  ] as const)("that fails with %s answers %i and the agent's own words", async (code, expected) => {
    const { ask, source } = await startAdmin();
    source.exporters.failure = new SpandockError(code, { message: "what failed", fix: "what to do" });
    const { status, json } = await ask({ method: "POST", path: `${files}/reload`, headers: asJson });
    expect(status).toBe(expected);
    expect(json).toEqual({ errors: [{ code, message: "what failed", fix: "what to do" }] });
  });

  it("that has several problems answers all of them", async () => {
    const { ask, source } = await startAdmin();
    const problem = (message: string) => new SpandockError("CONFIG_INVALID", { message });
    source.exporters.failure = new SpandockErrors([problem("one"), problem("two")]);
    const { json } = await ask({ method: "POST", path: `${files}/reload`, headers: asJson });
    expect(json).toMatchObject({ errors: [{ message: "one" }, { message: "two" }] });
  });

  it("that meets a defect tells nothing of the inside, but the log does", async () => {
    const lines: string[] = [];
    const logger = {
      log: (level: string, message: string, fields = {}) =>
        lines.push(`${level} ${message} ${JSON.stringify(fields)}`),
      child: () => logger,
    };
    const { ask, source } = await startAdmin({ logger });
    source.exporters.failure = new TypeError("undefined is not a function");
    const { status, text } = await ask({ method: "POST", path: `${files}/reload`, headers: asJson });
    expect(status).toBe(500);
    expect(text).not.toContain("undefined");
    expect(lines.join()).toContain("undefined is not a function");
  });

  it.each([
    ["[]", "expected a map"],
    ["null", "expected a map"],
    ["{", "not JSON"],
    ['{"persist":1}', "persist: expected true or false, found 1"],
    ['{"entry":[]}', "entry: expected a map"],
    ['{"canaryShare":1}', "canaryShare: expected a number between 0 and 1, found 1"],
    ['{"cannary":1}', 'unknown key "cannary"'],
    ['{"__proto__":1}', 'unknown key "__proto__"'],
  ])("with the body %s is refused by name of the key", async (body, reason) => {
    const { ask, source } = await startAdmin();
    const { status, json } = await ask({ method: "POST", path: `${files}/reload`, headers: asJson, body });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      errors: [{ code: "REQUEST_INVALID", message: expect.stringContaining(reason) }],
    });
    expect(source.exporters.calls).toEqual([]);
  });

  it("with any bytes as its body is answered, and changes nothing unless they are JSON", async () => {
    const { ask, source } = await startAdmin();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (body) => {
        const before = source.exporters.calls.length;
        const answer = await ask({ method: "POST", path: `${files}/enable`, headers: asJson, body });
        const changed = source.exporters.calls.length > before;
        expect(answer.status).toBe(changed ? 200 : 400);
        if (changed) JSON.parse(new TextDecoder().decode(body));
      }),
      { numRuns: 60 },
    );
  });

  it("whose sender goes away in the middle of it is no defect", async () => {
    const lines: string[] = [];
    const logger = { log: (level: string) => lines.push(level), child: () => logger };
    const { port, server } = await startAdmin({ logger });
    const socket = connect(port, "127.0.0.1");
    const head = "PUT /api/v1/exporters/x HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    socket.write(`${head}content-length: 99\r\nexpect: 100-continue\r\n\r\n`);
    await once(socket, "data");
    socket.write('{"entry":');
    socket.destroy();
    await once(socket, "close");
    await server.stop();
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(lines).toEqual([]);
  });

  it("larger than 1 MiB is refused, told or not told beforehand, and the server lives on", async () => {
    const { ask } = await startAdmin();
    const body = "x".repeat(1024 * 1024 + 1);
    const lengths = [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }];
    for (const length of lengths) {
      const headers = { ...asJson, ...length };
      const { status } = await ask({ method: "POST", path: `${files}/reload`, headers, body });
      expect(status).toBe(413);
    }
    expect((await ask({ path: "/healthz" })).status).toBe(200);
  });
});

describe("other requests", () => {
  it.each([
    ["GET", "/nothing", 404],
    ["GET", "/api/v1/exporters/", 404],
    ["GET", "/api/v1/exporters/%ff", 400],
    ["GET", "/../etc/passwd", 404],
    ["POST", "/healthz", 405],
    ["PATCH", files, 405],
  ])("%s %s is answered with %i", async (method, path, expected) => {
    const { ask } = await startAdmin();
    const { status, json } = await ask({ method, path });
    expect(status).toBe(expected);
    expect(json).toMatchObject({ errors: [{ code: expect.any(String) }] });
  });

  it("HEAD is answered as GET, without a body", async () => {
    const { ask } = await startAdmin();
    const { status, text, headers } = await ask({ method: "HEAD", path: "/api/v1/agent" });
    expect([status, text]).toEqual([200, ""]);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });

  it.each([
    ["ready", 200, 200],
    ["degraded", 503, 200],
    ["starting", 503, 503],
    ["stopping", 503, 503],
  ] as const)("health of an agent that is %s: healthz %i, readyz %i", async (status, health, ready) => {
    const { ask, source } = await startAdmin();
    source.report = { status, components: {} };
    expect((await ask({ path: "/healthz" })).status).toBe(health);
    expect((await ask({ path: "/readyz" })).status).toBe(ready);
  });
});

describe("an uploaded plugin", () => {
  const upload = { method: "POST", path: "/api/v1/plugins?name=my-files", headers: asWasm };

  it("is kept whole, for the agent's user only, and the same bytes once", async () => {
    const { ask, folder } = await startAdmin();
    const body = Uint8Array.from({ length: 100_000 }, (_, index) => index);
    const { file } = (await ask({ ...upload, body })).json as { file: string };
    expect((await ask({ ...upload, body })).json).toMatchObject({ file });
    expect(new Uint8Array(readFileSync(file))).toEqual(body);
    expect(dirname(file)).toBe(join(folder.path, "uploads"));
    expect(readdirSync(dirname(file))).toHaveLength(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });

  it("that this agent would refuse is not kept", async () => {
    const { ask, folder } = await startAdmin();
    const { status, json } = await ask({ ...upload, body: "text" });
    expect(status).toBe(422);
    expect(json).toMatchObject({ errors: [{ code: "PLUGIN_NOT_WASM" }] });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each(["..%2f..%2fetc%2fx", "a.b", "", "%00", "x".repeat(65)])(
    "can't choose its place by the name %j",
    async (name) => {
      const { ask, folder } = await startAdmin();
      const path = `/api/v1/plugins?name=${name}`;
      expect((await ask({ ...upload, path, body: Uint8Array.of(0) })).status).toBe(400);
      expect(readdirSync(folder.path)).toEqual([]);
    },
  );

  it("that has no place to go is an error that names the directory's key", async () => {
    const { ask } = await startAdmin({ uploadDirectory: "/dev/null/uploads" });
    const { status, text } = await ask({ ...upload, body: Uint8Array.of(0) });
    expect(status).toBe(409);
    expect(text).toContain("service.admin.upload_directory");
  });
});
