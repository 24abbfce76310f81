import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeOtlp, encodeOtlp } from "../../test/support/otlp-proto.ts";
import { request } from "./support/arbitrary-request.ts";
import { attributesOf, type Message, otlpJsonSpan, viewedResource } from "./support/expected.ts";
import { probeWasm, startProbe, textOf } from "./support/probe.ts";

const service = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";
const encode = (message: object) => encodeOtlp(service, message as Record<string, unknown>);
const decode = (bytes: Uint8Array): Message[] => (decodeOtlp(service, bytes) as Message).resourceSpans ?? [];

type Probe = Awaited<ReturnType<typeof startProbe>>;
let probe: Probe;
beforeAll(async () => {
  await probeWasm();
  probe = await startProbe();
});

/** JSON has no -0. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("spans of a batch", () => {
  it("come out of the JSON writer as OTLP/JSON of what an independent decoder reads", () => {
    fc.assert(
      fc.property(request, (message) => {
        const bytes = encode(message);
        const written = JSON.parse(textOf(probe.writer.exportSpans(bytes)));
        const expected = decode(bytes).map(({ resource, scopeSpans = [] }) => ({
          node: attributesOf(resource),
          spans: scopeSpans.flatMap(({ spans = [] }: Message) => spans.map(otlpJsonSpan)),
        }));
        const found = written.map(({ node, spans }: Message) => ({
          node: node.attributes ? { attributes: node.attributes } : {},
          spans,
        }));
        expect(plain(found)).toEqual(plain(expected));
      }),
      { numRuns: 150 },
    );
  });

  it("are seen by the views as an independent decoder sees them", () => {
    fc.assert(
      fc.property(request, (message) => {
        const bytes = encode(message);
        const seen = JSON.parse(textOf(probe.views.exportSpans(bytes)));
        expect(plain(seen)).toEqual(plain(decode(bytes).map(viewedResource)));
      }),
      { numRuns: 150 },
    );
  });

  it("keep what JSON can't hold: NaN and infinity as words, invalid UTF-8 as U+FFFD", () => {
    const bytes = encode({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  name: "xxxx",
                  attributes: [Number.NaN, Infinity, -Infinity, -0, 5e-324, 1.7976931348623157e308].map(
                    (doubleValue, index) => ({ key: `${index}`, value: { doubleValue } }),
                  ),
                },
              ],
            },
          ],
        },
      ],
    });
    const at = Buffer.from(bytes).indexOf("xxxx");
    bytes.set([0xc3, 0x28, 0xff, 0x41], at);
    const [{ spans }] = JSON.parse(textOf(probe.writer.exportSpans(bytes)));
    expect(spans[0].name).toBe("\ufffd(\ufffdA");
    expect(spans[0].attributes.map(({ value }: Message) => value.doubleValue)).toEqual([
      "NaN",
      "Infinity",
      "-Infinity",
      -0,
      5e-324,
      1.7976931348623157e308,
    ]);
  });

  it("give the node in OpenCensus' words", () => {
    const attributes = Object.entries({
      "host.name": "h1",
      "service.name": "shop",
      "telemetry.sdk.language": "nodejs",
      "telemetry.sdk.version": "2.1.0",
      "opencensus.exporterversion": "0.9",
      "process.creation.time": "2024-02-29T12:00:00Z",
    }).map(([key, stringValue]) => ({ key, value: { stringValue } }));
    const resource = {
      attributes: [...attributes, { key: "process.pid", value: { intValue: "4711" } }],
      droppedAttributesCount: 2,
    };
    const bytes = encode({ resourceSpans: [{ resource, schemaUrl: "https://example.com/1" }] });
    const [{ node }] = JSON.parse(textOf(probe.writer.exportSpans(bytes)));
    const { attributes: all, ...rest } = node;
    expect(rest).toEqual({
      identifier: { hostName: "h1", pid: 4711, startTimestamp: "2024-02-29T12:00:00Z" },
      libraryInfo: { language: "nodejs", exporterVersion: "0.9", coreLibraryVersion: "2.1.0" },
      serviceInfo: { name: "shop" },
      droppedAttributesCount: 2,
      schemaUrl: "https://example.com/1",
    });
    expect(all).toHaveLength(7);
  });
});

describe("the outcome of a batch", () => {
  const batch = (...services: string[]) =>
    encode({
      resourceSpans: services.map((stringValue) => ({
        resource: { attributes: [{ key: "service.name", value: { stringValue } }] },
        scopeSpans: [{ spans: [{ name: "a" }, { name: "b" }] }],
      })),
    });
  const outcome = (...services: string[]) => probe.outcomes.exportSpans(batch(...services));

  it("joins those of its resources", () => {
    expect(outcome()).toMatchObject({ ok: { rejectedSpans: 0 } });
    expect(outcome("fine", "fine")).toMatchObject({ ok: { rejectedSpans: 0 } });
    expect(outcome("fine", "partly", "permanent")).toMatchObject({
      ok: { rejectedSpans: 3, message: "never" },
    });
    expect(outcome("permanent", "permanent")).toEqual({ err: { tag: "permanent", val: "never" } });
    expect(outcome("fine", "retryable", "permanent")).toEqual({
      err: { tag: "retryable", val: { message: "later", retryAfterMs: 7 } },
    });
  });

  it("is permanent for an exporter that overrides nothing", () => {
    expect(probe.plain.exportSpans(batch("fine"))).toMatchObject({ err: { tag: "permanent" } });
  });
});

describe("a batch that is no OTLP", () => {
  const whole = encode({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "k", value: { stringValue: "v" } }] },
        scopeSpans: [{ spans: [{ name: "n", events: [{ name: "e" }], status: { message: "m" } }] }],
      },
    ],
  });
  const refusal = (bytes: Uint8Array) => probe.writer.exportSpans(bytes);

  it("is refused for good at whatever byte it is cut, with the place", () => {
    for (let length = 1; length < whole.length; length++) {
      expect(refusal(whole.subarray(0, length)), `${length} bytes`).toEqual({
        err: {
          tag: "permanent",
          val: expect.stringMatching(
            /^malformed OTLP protobuf at byte \d+ of \d+: a length points past the end$|cut off$/,
          ),
        },
      });
    }
  });

  it("never traps, whatever its bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const exporter of [probe.writer, probe.views, probe.outcomes]) exporter.exportSpans(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it("never traps when bytes of a real one are changed", () => {
    fc.assert(
      fc.property(
        request,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 5 }),
        (message, changes) => {
          const bytes = encode(message);
          for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
          for (const exporter of [probe.writer, probe.views, probe.outcomes]) exporter.exportSpans(bytes);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is refused when it is nested too deep", () => {
    // protobufjs refuses to write such things: field by field, from the inside out.
    const field = (tag: number, payload: Buffer) => {
      const length = payload.length;
      const varint = [(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
      return Buffer.concat([Buffer.of(tag, ...varint), payload]);
    };
    const nested = (lists: number) => {
      let value = Buffer.from([0x0a, 1, 65]);
      for (let list = 0; list < lists; list++) value = field(42, field(10, value));
      return field(10, field(10, field(10, field(18, value))));
    };
    expect(refusal(nested(40))).toHaveProperty("ok");
    expect(refusal(nested(10_000))).toEqual({
      err: { tag: "permanent", val: expect.stringContaining("nested deeper than 100 messages") },
    });
  });

  it("may hold fields that are not known, groups among them", () => {
    // Field 1000 as a varint, then as a group with a text inside.
    const unknown = Uint8Array.of(0xc0, 0x3e, 5, 0xc3, 0x3e, 0x0a, 2, 65, 66, 0xc4, 0x3e);
    expect(refusal(Buffer.concat([unknown, whole]))).toHaveProperty("ok");
    expect(refusal(unknown.subarray(0, 9))).toHaveProperty("err");
  });
});
