import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration } from "../../host/config/parse-duration.ts";
import { parseEndpoint } from "../../host/config/parse-endpoint.ts";
import { parseSize } from "../../host/config/parse-size.ts";
import { parseOrigin } from "../../host/contract/index.ts";

describe("a duration", () => {
  it.each([
    ["5s", 5_000],
    ["250ms", 250],
    ["1m30s", 90_000],
    ["1.5h", 5_400_000],
    [".5s", 500],
    ["0", 0],
    ["0s", 0],
    ["1us", 1],
    ["1500µs", 2],
    ["1ns", 1],
    ["0.1s", 100],
  ])("%s is %i ms", (text, millis) => expect(parseDuration(text)).toBe(millis));

  it.each([
    "",
    "5",
    "s",
    "5 s",
    "-5s",
    "5sec",
    "1d",
    "5s ",
    "1e3s",
    "25d",
    "600h",
    "99999999h",
    "NaNs",
    "1..5s",
  ])("%j is none", (text) => expect(parseDuration(text)).toBeUndefined());
});

describe("a size", () => {
  it.each([
    ["0", 0],
    ["1234", 1234],
    ["64MiB", 67_108_864],
    ["64 mib", 67_108_864],
    ["1GB", 1_000_000_000],
    ["512KiB", 524_288],
    ["1.5KiB", 1536],
    ["10B", 10],
  ])("%s is %i bytes", (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(["", "MiB", "-1", "1.5", "64M", "64 Mi", "1e3", "9999999TiB", "64MiB64", "constructor"])(
    "%j is none",
    (text) => expect(parseSize(text)).toBeUndefined(),
  );
});

describe("an endpoint", () => {
  it.each([
    ["127.0.0.1:4318", "127.0.0.1", 4318],
    ["0.0.0.0:4318", "0.0.0.0", 4318],
    ["localhost:0", "localhost", 0],
    ["[::1]:4317", "::1", 4317],
    ["otel_host-1.example:80", "otel_host-1.example", 80],
  ])("%s is host %s, port %i", (text, host, port) => expect(parseEndpoint(text)).toEqual({ host, port }));

  it.each(["4318", ":4318"])("without a host, as %s, is on loopback", (text) =>
    expect(parseEndpoint(text)).toEqual({ host: "127.0.0.1", port: 4318 }),
  );

  it.each([
    "",
    "localhost",
    "::1:4318",
    "[::1]",
    "[x]:1",
    "[]:1",
    "http://a:1",
    "a:65536",
    "a:-1",
    "a b:1",
    "a:1/",
  ])("%j is none", (text) => expect(parseEndpoint(text)).toBeUndefined());
});

describe("an origin", () => {
  it.each([
    ["https://collector.example:4318", "https://collector.example:4318"],
    ["https://collector.example", "https://collector.example:443"],
    ["http://Collector.Example/", "http://collector.example:80"],
    ["https://collector.example:443", "https://collector.example:443"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["http://127.0.0.1:1", "http://127.0.0.1:1"],
  ])("%s is %s", (text, origin) => expect(parseOrigin(text)).toBe(origin));

  it.each([
    "",
    "collector.example",
    "ftp://a",
    "https://a/path",
    "https://a?b",
    "https://user:pass@a",
    "https://*.a",
    "https://a:0",
    "https://a:99999",
    "https://a b",
    "//a",
    "https://[zz]",
  ])("%j is none", (text) => expect(parseOrigin(text)).toBeUndefined());

  it("has no second way to be written: reading it again changes nothing", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http", "https"] }), (url) => {
        const origin = parseOrigin(new URL(url).origin);
        fc.pre(origin !== undefined);
        expect(parseOrigin(origin)).toBe(origin);
      }),
    );
  });
});
