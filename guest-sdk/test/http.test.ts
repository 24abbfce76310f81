import { readFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compilePlugin } from "./support/compile-plugin.ts";
import { FakeHttp } from "./support/fake-http.ts";
import { type LoadedExporter, type LoadedPlugin, loadPlugin } from "./support/load-plugin.ts";
import { textOf } from "./support/probe.ts";

const source = readFileSync(new URL("fixtures/http-probe.as.ts", import.meta.url), "utf8");
/** One instance for all tests: what a request leaves behind must not harm the next. */
const http = new FakeHttp();
let plugin: LoadedPlugin;

beforeAll(async () => {
  plugin = await loadPlugin((await compilePlugin(source)).wasm, http.imports);
});
beforeEach(() => http.reset());
afterEach(() => expect(http.held).toBe(0));

function start(config: object = {}) {
  const made = plugin.configure(JSON.stringify({ url: "http://server:4318/a?b=c", ...config }));
  if ("err" in made) throw new Error(made.err);
  const call = (exporter: LoadedExporter) => (text: string) =>
    textOf(exporter.exportSpans(Buffer.from(text)));
  const [send, check, read] = made.ok.map(call);
  return { send: send!, check: check!, read: read! };
}

/** All error codes of wasi:http@0.2.0 with what each carries, and the text in it. */
const field = (name: string) => ({ fieldName: name, fieldSize: 7 });
const codes: readonly (readonly [tag: string, val?: unknown, detail?: string])[] = [
  ["DNS-timeout"],
  ["DNS-error", { rcode: "ENOTFOUND", infoCode: 3 }, "ENOTFOUND"],
  ["DNS-error", { rcode: undefined, infoCode: undefined }],
  ["destination-not-found"],
  ["destination-unavailable"],
  ["destination-IP-prohibited"],
  ["destination-IP-unroutable"],
  ["connection-refused"],
  ["connection-terminated"],
  ["connection-timeout"],
  ["connection-read-timeout"],
  ["connection-write-timeout"],
  ["connection-limit-reached"],
  ["TLS-protocol-error"],
  ["TLS-certificate-error"],
  ["TLS-alert-received", { alertId: 1, alertMessage: "no" }, "no"],
  ["HTTP-request-length-required"],
  ["HTTP-request-body-size", 5n],
  ["HTTP-request-method-invalid"],
  ["HTTP-request-URI-invalid"],
  ["HTTP-request-URI-too-long"],
  ["HTTP-request-header-section-size", 5],
  ["HTTP-request-header-size", field("x-long"), "x-long"],
  ["HTTP-request-header-size", undefined],
  ["HTTP-request-trailer-section-size", 5],
  ["HTTP-request-trailer-size", field("x-trail"), "x-trail"],
  ["HTTP-response-incomplete"],
  ["HTTP-response-header-section-size", undefined],
  ["HTTP-response-header-size", field("x-big"), "x-big"],
  ["HTTP-response-body-size", 5n],
  ["HTTP-response-trailer-section-size", 5],
  ["HTTP-response-trailer-size", field("x-end"), "x-end"],
  ["HTTP-response-transfer-coding", "odd", "odd"],
  ["HTTP-response-content-coding", "strange", "strange"],
  ["HTTP-response-timeout"],
  ["HTTP-upgrade-failed"],
  ["HTTP-protocol-error"],
  ["loop-detected"],
  ["configuration-error"],
  ["internal-error", "why", "why"],
];

describe("a request", () => {
  it("goes out with method, URL, headers and body, and brings back status, headers and body", () => {
    http.answer = { status: 207, headers: [["x-two", "1"]], pieces: ["he", "", "llo"] };
    const { send } = start({ method: "PATCH", headers: { "X-Mine": "ü" } });
    expect(send("body")).toBe("207 1 hello");
    expect(send("b".repeat(100_000))).toBe("207 1 hello");
    expect(http.sent[0]).toEqual({
      method: "patch",
      scheme: "HTTP",
      authority: "server:4318",
      path: "/a?b=c",
      headers: [["x-mine", "ü"]],
      body: "body",
      timeouts: [undefined, undefined, undefined],
    });
    expect(http.sent[1]!.body).toHaveLength(100_000);
  });

  it("can have any method, goes by TLS where the URL says so, and needs no body", () => {
    const { send } = start({ url: "https://x", method: "PURGE" });
    send("");
    expect(http.sent[0]).toMatchObject({ method: "PURGE", scheme: "HTTPS", path: "/", body: "" });
  });

  it.each([
    [{ timeout: "2s" }, [2_000, 2_000, 2_000]],
    [{ timeout: "2s", connect: "500ms", first_byte: "1m", between: "1.5s" }, [500, 2_000, 1_500]],
    [{ connect: "1m30s" }, [90_000, undefined, undefined]],
  ])("with %j sets the host's timeouts, none longer than the whole", (config, millis) => {
    start(config).send("x");
    expect(http.sent[0]!.timeouts).toEqual(
      millis.map((each) => (each === undefined ? undefined : BigInt(each) * 1_000_000n)),
    );
  });

  it("is given up when its time is over, and its answer is cut there", () => {
    const { send } = start({ timeout: "1s" });
    http.isLate = true;
    expect(send("x")).toBe("passing can't reach http://server:4318: HTTP-response-timeout");
    http.isLate = false;
    http.answer = { pieces: ["a", "", "b"] };
    expect(send("x")).toBe("200 - ab");
  });

  it.each([
    ["is longer than what is wanted", ["abc", "def"], "200 - abcd cut"],
    ["is exactly as long as what is wanted", ["ab", "cd"], "200 - abcd"],
    ["breaks off", ["a", new Error("HTTP-response-incomplete")], "200 - a cut"],
  ])("reads of an answer that %s as much as there is", (_, pieces, text) => {
    http.answer = { pieces };
    expect(start({ max: 4 }).send("x")).toBe(text);
  });

  it.each(codes)("that fails with %s tells code and text, whenever it fails", (tag, val, detail) => {
    const permanent = /^(HTTP-request-|destination-IP-prohibited|configuration-error)/.test(tag);
    const text = `${permanent ? "permanent can't send to" : "passing can't reach"} http://server:4318: ${tag}`;
    for (const when of ["refusal", "failure", "writeFailure"] as const) {
      http.reset();
      http[when] = { tag, val };
      const { send } = start();
      expect(send("x")).toBe(detail === undefined ? text : `${text} (${detail})`);
    }
  });

  it.each([
    [{ method: "B AD" }, "HTTP-request-method-invalid"],
    [{ url: "http://bad" }, "HTTP-request-URI-invalid"],
    [{ headers: { "x y": "1" } }, "HTTP-request-header-refused (the header x y)"],
  ])("that the host does not take is not sent: %j", (config, text) => {
    const { send, check } = start(config);
    expect(send("x")).toContain(text);
    expect(check("")).toContain(text);
    expect(http.sent).toEqual([]);
  });

  it("can be checked without being sent", () => {
    const { check } = start();
    expect(check("")).toBe("good");
    http.refusal = { tag: "HTTP-request-denied" };
    expect(check("")).toBe(
      `can't send to http://server:4318: HTTP-request-denied (grant it with permissions: { http: ["http://server:4318"] })`,
    );
    expect(http.sent).toEqual([]);
  });
});

describe("a URL", () => {
  it.each([
    ["http://a", "http://a / /v1/x"],
    ["HTTPS://A:1/b/?c#d", "https://A:1 /b/?c /b/v1/x?c"],
    ["http://[::1]:80?q=/", "http://[::1]:80 /?q=/ /v1/x?q=/"],
    ["http://a#/b", "http://a / /v1/x"],
  ])("%s is taken apart", (url, text) => {
    expect(start().read(url)).toBe(text);
  });

  it.each([
    "",
    "http://",
    "http:///a",
    "http://:80",
    "ftp://a",
    "a",
    "http://u@a",
    "http://a b",
    "http://a/\n",
  ])("that is none is refused: %j", (url) => {
    expect(() => start({ url })).toThrow("url: expected an http or https URL");
  });
});

describe("a date of HTTP", () => {
  it.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
    "is read in the form %s",
    (text) => {
      expect(start().read(text)).toBe("784111777");
    },
  );

  it.each(["1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2024-03-01T00:00:00Z", "2069-12-31T12:00:00Z"])(
    "is right for %s",
    (time) => {
      const { read } = start();
      expect(read(new Date(time).toUTCString())).toBe(String(Date.parse(time) / 1000));
    },
  );

  it.each([
    "soon",
    "Sun, 06 Foo 1994 08:49:37 GMT",
    "06 Nov 1994",
    "Sun, 32 Nov 1994 08:49:37 GMT",
    "1 Nov x 1:2:3",
  ])("that is none is told: %s", (text) => {
    expect(start().read(text)).toBe("-1");
  });
});

describe("a duration in a config", () => {
  it.each(["5", "5x", "s", "1.2.3s", "-1s", "0s", "1000h", 5, ["5s"]])(
    "that is none is refused: %j",
    (timeout) => {
      expect(() => start({ timeout })).toThrow("timeout: expected a duration");
    },
  );
});
