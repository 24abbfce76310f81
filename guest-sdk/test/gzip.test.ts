import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeOtlp } from "../../test/support/otlp-proto.ts";
import { request } from "./support/arbitrary-request.ts";
import { compilePlugin } from "./support/compile-plugin.ts";
import { FakeWasi } from "./support/fake-wasi.ts";
import { loadPlugin } from "./support/load-plugin.ts";

const source = readFileSync(new URL("fixtures/gzip-probe.as.ts", import.meta.url), "utf8");

/** By one instance for all tests: what one call leaves behind must not harm the next. */
let compress: (bytes: Uint8Array) => Buffer;

beforeAll(async () => {
  const wasi = new FakeWasi({ directories: ["/out"] });
  const plugin = await loadPlugin((await compilePlugin(source, { target: "release" })).wasm, wasi.imports);
  const made = plugin.configure("{}");
  if ("err" in made) throw new Error(made.err);
  compress = (bytes) => {
    const file = wasi.files.get("/out/gz")!;
    file.content = Buffer.alloc(0);
    expect(made.ok[0]!.exportSpans(bytes)).toHaveProperty("ok");
    return file.content;
  };
});

/** Compares by Buffer: vitest's own comparison of large arrays is slow. */
const comesBack = (bytes: Uint8Array) => Buffer.compare(gunzipSync(compress(bytes)), bytes) === 0;

/** Numbers that look random, the same in every run. */
function pseudoRandom(byteLength: number, values = 256): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: byteLength }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 24) % values;
  });
}

const repeated = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 2000 }), fc.uint8Array())
  .map(([piece, times, tail]) => Buffer.concat([...Array(times).fill(piece), tail]));

/** Pieces of a small stock, so that there are matches of all lengths and distances. */
const shuffled = fc
  .tuple(
    fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 20 }),
    fc.array(fc.nat(), { maxLength: 600 }),
  )
  .map(([stock, picks]) => Buffer.concat(picks.map((pick) => stock[pick % stock.length]!)));

describe("what is compressed", () => {
  it.each([
    ["random bytes", fc.uint8Array({ maxLength: 5000 })],
    ["few different bytes", fc.uint8Array({ max: 3, maxLength: 5000 })],
    ["repeated pieces", repeated],
    ["pieces in any order", shuffled],
    [
      "OTLP requests",
      request.map((message) => encodeOtlp("ExportTraceServiceRequest", message as Record<string, unknown>)),
    ],
  ] as const)("comes back from zlib as it was: %s", (_, bytes) => {
    fc.assert(
      fc.property(bytes, (each) => comesBack(each)),
      { numRuns: 150 },
    );
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["one byte", Uint8Array.of(7)],
    ["every byte once", Uint8Array.from({ length: 256 }, (_, index) => index)],
    ["a megabyte of zeros", new Uint8Array(1 << 20)],
    ["a megabyte without any pattern", pseudoRandom(1 << 20)],
    ["a megabyte of two values", pseudoRandom(1 << 20, 2)],
    ["more tokens than one block has", pseudoRandom(200_000, 200)],
    [
      "a match from as far as the format reaches, and from one byte further",
      Buffer.concat([..."ab"].map(() => pseudoRandom(32_768))),
    ],
    [
      "the same at the distance 32767",
      Buffer.concat([pseudoRandom(32_767), pseudoRandom(32_767), pseudoRandom(32_769)]),
    ],
    // Fibonacci numbers as frequencies give the deepest tree there is: words have to be shortened to 15 bits.
    ["very unequal frequencies", fibonacci(23)],
  ])("comes back from zlib as it was: %s", (_, bytes) => expect(comesBack(bytes)).toBe(true));

  it("is no more than a block's head longer than what can't be compressed", () => {
    const bytes = pseudoRandom(300_000);
    expect(compress(bytes).length).toBeLessThan(bytes.length + 100);
  });

  it("is about as short as zlib makes it at level 1", () => {
    for (const bytes of [otlpBody(512), otlpBody(20), Buffer.from(source.repeat(20))]) {
      expect(compress(bytes).length / gzipSync(bytes, { level: 1 }).length).toBeLessThan(1.1);
    }
  });
});

function fibonacci(symbols: number): Uint8Array {
  const pieces: Buffer[] = [];
  for (let symbol = 0, a = 1, b = 1; symbol < symbols; symbol++, [a, b] = [b, a + b]) {
    pieces.push(Buffer.alloc(a, symbol));
  }
  const sorted = Buffer.concat(pieces);
  // In an order in which nothing repeats for long.
  const order = pseudoRandom(sorted.length * 2);
  const keyed = Array.from(sorted, (byte, index) => [order[index * 2]! * 256 + order[index * 2 + 1]!, byte]);
  return Uint8Array.from(keyed.sort(([a], [b]) => a! - b!).map(([, byte]) => byte!));
}

/** A batch as senders make it: ids that don't repeat, names and attributes that do. */
function otlpBody(spans: number): Uint8Array {
  const ids = pseudoRandom(spans * 24);
  return encodeOtlp("ExportTraceServiceRequest", {
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: "checkout" } }] },
        scopeSpans: [
          {
            scope: { name: "@opentelemetry/instrumentation-http", version: "0.57.1" },
            spans: Array.from({ length: spans }, (_, index) => ({
              traceId: ids.subarray(index * 24, index * 24 + 16),
              spanId: ids.subarray(index * 24 + 16, index * 24 + 24),
              name: `GET /api/items/${index % 7}`,
              kind: 3,
              startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(index) * 1_234_567n),
              endTimeUnixNano: String(1_700_000_000_000_900_000n + BigInt(index) * 1_234_571n),
              attributes: [
                { key: "http.request.method", value: { stringValue: "GET" } },
                { key: "http.response.status_code", value: { intValue: 200 + (index % 5) } },
                { key: "url.full", value: { stringValue: `https://shop.example/api/items/${index}` } },
                { key: "server.address", value: { stringValue: "shop.example" } },
                { key: "network.protocol.version", value: { stringValue: "1.1" } },
              ],
            })),
          },
        ],
      },
    ],
  });
}
