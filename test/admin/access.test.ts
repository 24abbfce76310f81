import { describe, expect, it } from "vitest";
import { type Ask, asJson, startAdmin } from "./admin-harness.ts";

const change = (headers: Ask["headers"] = {}): Ask => ({
  method: "POST",
  path: "/api/v1/exporters/files/disable",
  headers: { ...asJson, ...headers },
});
const read = (headers: Ask["headers"] = {}): Ask => ({ path: "/api/v1/exporters", headers });
const token = "a-token-of-twenty-one";

describe("against DNS rebinding, the admin endpoint", () => {
  it.each([
    "evil.example",
    "evil.example:55679",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "127.0.0.1/@evil.example",
    "agent",
    ":55679",
  ])("refuses the host %j, for reading and for changing", async (host) => {
    const { ask, source } = await startAdmin();
    for (const what of [read({ host }), change({ host }), { path: "/metrics", headers: { host } }]) {
      const { status, json } = await ask(what);
      expect(status).toBe(403);
      expect(json).toMatchObject({ errors: [{ code: "ADMIN_FORBIDDEN" }] });
    }
    expect(source.exporters.calls).toEqual([]);
  });

  it.each(["127.0.0.1", "127.0.0.1:9", "localhost", "LOCALHOST:55679", "[::1]:55679", "10.1.2.3:80"])(
    "answers under the host %j",
    async (host) => {
      const { ask } = await startAdmin();
      expect((await ask(read({ host }))).status).toBe(200);
      expect((await ask(change({ host }))).status).toBe(200);
    },
  );

  it("answers under a name that the config allows, and under no other", async () => {
    const { ask } = await startAdmin({ allowedHosts: ["agent.example"] });
    expect((await ask(read({ host: "Agent.example:55679" }))).status).toBe(200);
    expect((await ask(read({ host: "other.example:55679" }))).status).toBe(403);
  });

  it("tells health under any name, for probes come as they like", async () => {
    const { ask } = await startAdmin();
    expect((await ask({ path: "/healthz", headers: { host: "probe.example" } })).status).toBe(200);
  });

  it("answers under any name to whoever has the token", async () => {
    const { ask } = await startAdmin({ token });
    const headers = { host: "proxy.example", authorization: `Bearer ${token}` };
    expect((await ask(change(headers))).status).toBe(200);
  });
});

describe("against requests of other sites, the admin endpoint", () => {
  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another port of this machine", { "sec-fetch-site": "same-site" }],
    ["a browser without fetch metadata", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["another port, by its origin", { origin: "http://127.0.0.1:1" }],
    ["a broken origin", { origin: "evil" }],
  ])("refuses what comes from %s", async (_, headers) => {
    const { ask, source } = await startAdmin();
    expect((await ask(read(headers))).status).toBe(403);
    expect((await ask(change(headers))).status).toBe(403);
    expect(source.exporters.calls).toEqual([]);
  });

  it("refuses another site's request that has the token, too", async () => {
    const { ask } = await startAdmin({ token });
    const headers = { authorization: `Bearer ${token}`, "sec-fetch-site": "cross-site" };
    expect((await ask(change(headers))).status).toBe(403);
  });

  it("takes what its own page sends", async () => {
    const { ask, port } = await startAdmin();
    const headers = {
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
      "sec-fetch-site": "same-origin",
    };
    expect((await ask(change(headers))).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])(
    "refuses a change with the content type %j, which a form could send",
    async (type) => {
      const { ask, source } = await startAdmin();
      const what = change(type === "" ? {} : { "content-type": type });
      const { "content-type": _, ...none } = what.headers ?? {};
      const { status, json } = await ask(type === "" ? { ...what, headers: none } : what);
      expect(status).toBe(415);
      expect(json).toMatchObject({ errors: [{ code: "REQUEST_INVALID" }] });
      expect(source.exporters.calls).toEqual([]);
    },
  );

  it("answers a preflight with no leave to go on", async () => {
    const { ask } = await startAdmin();
    const headers = { origin: "https://evil.example", "access-control-request-method": "PUT" };
    const answer = await ask({ method: "OPTIONS", path: "/api/v1/exporters/x", headers });
    expect(answer.status).toBe(405);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("lets no other site embed an answer or guess its type", async () => {
    const { ask } = await startAdmin();
    for (const path of ["/metrics", "/api/v1/agent", "/healthz", "/no/such"]) {
      expect((await ask({ path })).headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
      });
    }
  });
});

describe("the admin endpoint's token", () => {
  it.each([
    ["none", {}],
    ["another", { authorization: "Bearer a-token-of-twenty-two" }],
    ["a part of it", { authorization: `Bearer ${token.slice(0, -1)}` }],
    ["it in another scheme", { authorization: `Basic ${token}` }],
  ])("is wanted for reading and changing, on loopback too: %s", async (_, headers) => {
    const { ask, source } = await startAdmin({ token });
    for (const what of [read(headers), change(headers)]) {
      const answer = await ask(what);
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
      expect(answer.json).toMatchObject({ errors: [{ code: "ADMIN_TOKEN_NEEDED" }] });
    }
    expect(source.exporters.calls).toEqual([]);
  });

  it("lets through whoever has it", async () => {
    const { ask } = await startAdmin({ token });
    expect((await ask(change({ authorization: `bearer ${token}` }))).status).toBe(200);
  });

  it("is not wanted for health and metrics", async () => {
    const { ask } = await startAdmin({ token });
    for (const path of ["/healthz", "/readyz", "/metrics"]) expect((await ask({ path })).status).toBe(200);
  });

  it("decides over changes and spans when the endpoint is open to the network", async () => {
    const open = { endpoint: { host: "0.0.0.0", port: 0 } };
    const without = await startAdmin(open);
    expect((await without.ask(read())).status).toBe(200);
    for (const what of [change(), { path: "/api/v1/spans" }]) {
      const { status, json } = await without.ask(what);
      expect(status).toBe(403);
      expect(JSON.stringify(json)).toContain("service.admin.token");
    }
    expect(without.source.exporters.calls).toEqual([]);
    const guarded = await startAdmin({ ...open, token });
    expect((await guarded.ask(change())).status).toBe(401);
    expect((await guarded.ask(change({ authorization: `Bearer ${token}` }))).status).toBe(200);
  });
});
