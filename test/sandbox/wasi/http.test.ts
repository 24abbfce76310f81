import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { noPermissions } from "../../../host/contract/index.ts";
import type { Fields } from "../../../host/sandbox/wasi/http/fields.ts";
import type { FutureIncomingResponse } from "../../../host/sandbox/wasi/http/incoming-response.ts";
import {
  type CreateWasiOptions,
  createWasi,
  type DeniedUse,
  type Wasi,
} from "../../../host/sandbox/wasi/index.ts";
import { codeOf } from "./granted-directory.ts";
import { type Ask, bytes, HttpGuest } from "./http-guest.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";

describe("outgoing HTTP", () => {
  const denied: DeniedUse[] = [];
  let server: HttpServer;
  let origin: string;
  let authority: string;
  let wasi: Wasi | undefined;

  beforeAll(async () => {
    server = await startHttpServer();
    authority = `127.0.0.1:${server.port}`;
    origin = `http://${authority}`;
  });
  afterAll(() => server.stop());
  afterEach(() => {
    wasi?.dispose();
    wasi = undefined;
    denied.length = 0;
  });

  function granted(http: readonly string[], more: Partial<CreateWasiOptions> = {}): HttpGuest {
    wasi = createWasi({
      permissions: { ...noPermissions, http },
      onLine() {},
      onDenied: (use) => denied.push(use),
      ...more,
    });
    return new HttpGuest(wasi, authority);
  }

  it("sends what the guest makes and gives back what comes", () => {
    const guest = granted([origin]);
    const seen = guest.echo({
      method: "post",
      path: "/a/b?c=d",
      headers: { "X-Mine": "yes", "content-length": "5" },
      body: bytes("hello"),
    });
    expect(seen).toMatchObject({ method: "POST", url: "/a/b?c=d", bytes: 5 });
    expect(seen.headers.join("\n")).toContain(`host\n${authority}`);
    expect(seen.headers.join("\n")).toContain("x-mine\nyes");
    expect(seen.headers.filter((line) => line === "content-length")).toHaveLength(1);
    const answer = guest.ask({}) as { headers: Fields };
    expect(answer.headers.get("X-Two").map((value) => Buffer.from(value).toString())).toEqual(["1", "2"]);
    expect(codeOf(() => answer.headers.append("x", bytes("y")))).toEqual({ tag: "immutable" });
  });

  it("moves bodies of any size both ways, whole", () => {
    const guest = granted([origin]);
    const body = new Uint8Array(3_000_000).map((_, index) => index * 7);
    const future = guest.send({ method: "put", path: "/body", body });
    future.subscribe().block();
    const answer = future.get();
    if (answer?.tag !== "ok" || answer.val.tag !== "ok") throw new Error("no response");
    const stream = answer.val.val.consume().stream();
    const pieces: Uint8Array[] = [];
    while (codeOf(() => pieces.push(stream.blockingRead(1_000_000n))) === "done");
    expect(Buffer.compare(Buffer.concat(pieces), body)).toBe(0);
  });

  it("keeps the connection for the next request, also when the body was not read", () => {
    const guest = granted([origin]);
    const before = guest.echo({}).connections;
    for (let turn = 0; turn < 5; turn += 1) {
      const future = guest.send({});
      future.subscribe().block();
      const outcome = future.get() as { val: { val: Disposable } };
      outcome.val.val[Symbol.dispose]();
      expect(guest.echo({}).connections - before).toBeLessThanOrEqual(1);
    }
  });

  it("goes only to what is granted, by scheme, host and port, and names the grant that is missing", () => {
    const guest = granted([origin, "https://collector.example"]);
    const other = server.port === 1 ? 2 : 1;
    for (const [ask, asked] of [
      [{ authority: `127.0.0.1:${other}` }, `http://127.0.0.1:${other}`],
      [{ scheme: "HTTPS" }, `https://${authority}`],
      [{ authority: "127.0.0.1" }, "http://127.0.0.1:80"],
      [{ authority: `localhost:${server.port}` }, `http://localhost:${server.port}`],
      [{ authority: `127.0.0.2:${server.port}` }, `http://127.0.0.2:${server.port}`],
      [{ authority: "collector.example" }, "http://collector.example:80"],
      [{ scheme: "HTTPS", authority: "sub.collector.example" }, "https://sub.collector.example:443"],
      [{ scheme: "HTTPS", authority: "collector.example." }, "https://collector.example.:443"],
    ] as const) {
      denied.length = 0;
      expect(codeOf(() => guest.send(ask))).toEqual({ tag: "HTTP-request-denied" });
      expect(denied).toEqual([{ asked: `request ${asked}`, grant: `permissions.http: [ "${asked}" ]` }]);
    }
  });

  it("knows an origin however it is written", () => {
    const guest = granted([`HTTP://0x7f.1:${server.port}/`]);
    expect(guest.echo({ authority: `2130706433:${server.port}` }).method).toBe("GET");
  });

  it("gives redirects back, so that the next request is checked like any other", () => {
    const guest = granted([origin]);
    const answer = guest.ask({ path: "/redirect" }) as { status: number; headers: Fields };
    expect(answer.status).toBe(302);
    expect(Buffer.from(answer.headers.get("location")[0]!).toString()).toBe("http://127.0.0.1:1/");
  });

  it("reaches no link-local or metadata address, not even a granted one", () => {
    for (const host of [
      "169.254.169.254",
      "[fe80::1]",
      "[::ffff:169.254.169.254]",
      "0.0.0.0",
      "100.100.100.200",
    ]) {
      denied.length = 0;
      const guest = granted([`http://${host}`]);
      expect(guest.ask({ authority: host })).toEqual({ error: { tag: "destination-IP-prohibited" } });
      expect(denied).toEqual([{ asked: expect.stringContaining("metadata or reserved") }]);
      wasi?.dispose();
    }
  });

  it("adds the host's headers in place of the guest's, and tells the guest nothing of them", () => {
    const guest = granted([origin], { injectHeaders: { [origin]: { Authorization: "Bearer s3cret" } } });
    const { headers } = guest.echo({ headers: { authorization: "mine" } });
    expect(headers.filter((line) => /authorization|mine|s3cret/i.test(line))).toEqual([
      "Authorization",
      "Bearer s3cret",
    ]);
  });

  it("tells what went wrong on the way", () => {
    const guest = granted([origin, "http://127.0.0.1:1", "http://nowhere.invalid", `https://${authority}`]);
    const millis = (count: number) => BigInt(count) * 1_000_000n;
    const tagOf = (ask: Ask) => (guest.ask(ask) as { error?: { tag: string } }).error?.tag;
    expect(tagOf({ authority: "127.0.0.1:1" })).toBe("connection-refused");
    expect(tagOf({ authority: "nowhere.invalid" })).toBe("DNS-error");
    expect(tagOf({ scheme: "HTTPS" })).toBe("TLS-protocol-error");
    expect(tagOf({ path: "/garbage" })).toBe("HTTP-protocol-error");
    expect(tagOf({ path: "/headers" })).toBe("HTTP-response-header-section-size");
    expect(tagOf({ path: "/cut" })).toBe("HTTP-response-incomplete");
    expect(tagOf({ path: "/silent", options: (o) => o.setFirstByteTimeout(millis(30)) })).toBe(
      "HTTP-response-timeout",
    );
    expect(tagOf({ path: "/drip", options: (o) => o.setBetweenBytesTimeout(millis(30)) })).toBe(
      "connection-read-timeout",
    );
    expect(guest.echo({}).method).toBe("GET");
  });

  it("refuses what is no request before anything is sent", () => {
    const { types } = granted([origin]);
    const request = new types.OutgoingRequest(new types.Fields());
    for (const use of [
      () => request.setPathWithQuery("/a b"),
      () => request.setPathWithQuery("/a\r\nx: y"),
      () => request.setPathWithQuery("http://other/"),
      () => request.setAuthority("a/b"),
      () => request.setAuthority("user@host"),
      () => request.setAuthority("host:99999"),
      () => request.setAuthority("a b"),
      () => request.setMethod({ tag: "other", val: "G ET" }),
      () => request.setScheme({ tag: "other", val: "no scheme" }),
    ]) {
      expect(codeOf(use)).toBeUndefined();
    }
    // A tunnel, and an echo of the headers that the host adds.
    const answers = ["connect", "trace"].map((method) => codeOf(() => granted([origin]).send({ method })));
    expect(answers).toEqual(Array(2).fill({ tag: "HTTP-request-method-invalid" }));
    expect(codeOf(() => granted([origin]).send({ authority: "a" }))).toEqual({ tag: "HTTP-request-denied" });
  });

  it("refuses headers that could end the line or steer the connection", () => {
    const { Fields } = granted([origin]).types;
    const fields = new Fields();
    expect(codeOf(() => fields.append("x", bytes("a\r\nb: c")))).toEqual({ tag: "invalid-syntax" });
    expect(codeOf(() => fields.append("x y", bytes("a")))).toEqual({ tag: "invalid-syntax" });
    expect(codeOf(() => fields.set("", []))).toEqual({ tag: "invalid-syntax" });
    for (const name of ["Host", "connection", "Transfer-Encoding", "upgrade", "TE"]) {
      expect(codeOf(() => fields.append(name, bytes("a")))).toEqual({ tag: "forbidden" });
    }
    expect(codeOf(() => fields.append("x", new Uint8Array(70_000).fill(65)))).toEqual({ tag: "forbidden" });
    fields.append("X-A", bytes("1"));
    fields.append("x-a", bytes("2"));
    expect(fields.entries()).toHaveLength(2);
    fields.set("x-A", [bytes("3")]);
    expect(fields.get("X-a").map((value) => Buffer.from(value).toString())).toEqual(["3"]);
    fields.delete("x-a");
    expect(fields.has("x-a")).toBe(false);
  });

  it("holds no more than 64 MiB of bodies and 64 requests for one plugin", () => {
    const guest = granted([origin]);
    const { types } = guest;
    const request = new types.OutgoingRequest(new types.Fields());
    const stream = request.body().write();
    const mebibyte = new Uint8Array(1024 * 1024);
    let written = 0;
    while (written < 100 && codeOf(() => stream.write(mebibyte)) === "done") written += 1;
    expect(written).toBe(64);
    request.takenBody()![Symbol.dispose]();
    const futures: FutureIncomingResponse[] = [];
    while (futures.length < 100 && codeOf(() => futures.push(guest.send({ path: "/silent" }))) === "done");
    expect(futures).toHaveLength(64);
    expect(codeOf(() => guest.send({}))).toEqual({ tag: "connection-limit-reached" });
    for (const future of futures) future[Symbol.dispose]();
    expect(guest.echo({ method: "post", body: mebibyte }).bytes).toBe(mebibyte.length);
  });

  it("fails a request whose body is not as long as it says, or is dropped", () => {
    const guest = granted([origin]);
    const body = bytes("too long");
    expect(
      codeOf(() => guest.send({ method: "post", headers: { "content-length": "3" }, body })),
    ).toMatchObject({
      tag: "last-operation-failed",
    });
    expect(codeOf(() => guest.send({ method: "post", headers: { "content-length": "30" }, body }))).toEqual({
      tag: "HTTP-request-body-size",
      val: 8n,
    });
  });

  it("can't be granted with a path, a wildcard or a user name", () => {
    const wrong = ["collector.example", "https://a/b", "https://*.example", "https://u@a", "ftp://a", ""];
    for (const grant of wrong) {
      expect(() => granted([grant]), grant).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    }
    const bad = { injectHeaders: { [origin]: { Host: "s3cret" } } };
    expect(() => granted([origin], bad)).toThrow(/"Host".*forbidden/);
    expect(() => granted([origin], bad)).not.toThrow(/s3cret/);
  });
});
