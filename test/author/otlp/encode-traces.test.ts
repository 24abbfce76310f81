import { describe, expect, it } from "vitest";
import { allBatchCases, batchCases } from "../../../host/author/check/subject/batches/index.ts";
import { encodeTraces, ProtoWriter } from "../../../host/author/otlp/index.ts";
import { decodeOtlp, encodeOtlp } from "../../support/otlp-proto.ts";

const request = "ExportTraceServiceRequest";
/** protobufjs refuses texts that are no UTF-8; others replace the bytes. */
const isStrange = ({ sent }: { readonly sent: string }) => sent.includes("no UTF-8");
const readable = allBatchCases.filter(
  (each) => !batchCases["batch-unreadable"].includes(each) && !isStrange(each),
);

interface Decoded {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly Record<string, unknown>[] }[];
  }[];
}

function spansIn(bytes: Uint8Array): readonly Record<string, unknown>[] {
  const { resourceSpans = [] } = decodeOtlp(request, bytes) as Decoded;
  return resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans = [] }) => spans));
}

describe("batches of the author's kit", () => {
  it.each(readable.map((each) => [each.sent, each] as const))(
    "are read by protobufjs, with as many spans as they say: %s",
    (_sent, batchCase) => {
      const { spans, spanCount } = batchCase.make();
      expect(spansIn(spans)).toHaveLength(spanCount);
    },
  );

  it.each(batchCases["batch-unreadable"].map((each) => [each.sent, each] as const))(
    "that are meant to be unreadable are not read by protobufjs: %s",
    (_sent, batchCase) => {
      expect(() => decodeOtlp(request, batchCase.make().spans)).toThrow();
    },
  );

  it("are written byte for byte as protobufjs writes them", () => {
    const ids = { traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2) };
    const ours = encodeTraces({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "a", value: { int: -7n } }], droppedAttributesCount: 300 },
          scopeSpans: [
            {
              scope: { name: "s", version: "1" },
              spans: [
                {
                  ...ids,
                  name: "näme",
                  kind: 3,
                  startTimeUnixNano: 2n ** 63n + 5n,
                  attributes: [
                    { key: "d", value: { double: -1.5 } },
                    { key: "l", value: { array: [{ bool: true }, { kvlist: [{ key: "k" }] }] } },
                    { key: "b", value: { bytes: Uint8Array.of(0, 255) } },
                  ],
                  events: [{ timeUnixNano: 1n, name: "e" }],
                  links: [{ ...ids, traceState: "x=y", flags: 257 }],
                  status: { message: "m", code: 2 },
                  flags: 4_294_967_295,
                },
              ],
              schemaUrl: "u",
            },
          ],
        },
      ],
    });
    const span = {
      ...ids,
      name: "näme",
      kind: 3,
      startTimeUnixNano: String(2n ** 63n + 5n),
      attributes: [
        { key: "d", value: { doubleValue: -1.5 } },
        {
          key: "l",
          value: {
            arrayValue: { values: [{ boolValue: true }, { kvlistValue: { values: [{ key: "k" }] } }] },
          },
        },
        { key: "b", value: { bytesValue: Uint8Array.of(0, 255) } },
      ],
      events: [{ timeUnixNano: 1, name: "e" }],
      links: [{ ...ids, traceState: "x=y", flags: 257 }],
      status: { message: "m", code: 2 },
      flags: 4_294_967_295,
    };
    const theirs = encodeOtlp(request, {
      resourceSpans: [
        {
          resource: { attributes: [{ key: "a", value: { intValue: "-7" } }], droppedAttributesCount: 300 },
          scopeSpans: [{ scope: { name: "s", version: "1" }, spans: [span], schemaUrl: "u" }],
        },
      ],
    });
    expect(Buffer.from(ours).toString("hex")).toBe(Buffer.from(theirs).toString("hex"));
  });

  it("set every field that the messages of OTLP have", () => {
    const [span] = spansIn(batchCases["batch-every-field"][0]!.make().spans);
    expect(Object.keys(span!)).toHaveLength(16);
    expect(Object.keys((span!.events as object[])[0]!)).toHaveLength(4);
    expect(Object.keys((span!.links as object[])[0]!)).toHaveLength(6);
  });
});

describe("ProtoWriter", () => {
  it.each([
    [0n, "0800"],
    [127n, "087f"],
    [128n, "088001"],
    [-1n, "08ffffffffffffffffff01"],
    [2n ** 64n - 1n, "08ffffffffffffffffff01"],
  ])("writes the varint %s", (value, hex) => {
    expect(Buffer.from(new ProtoWriter().varint(1, value).finish()).toString("hex")).toBe(hex);
  });

  it("grows with what is written", () => {
    const writer = new ProtoWriter();
    for (let index = 0; index < 1000; index++) writer.bytes(1, new Uint8Array(100));
    expect(writer.finish()).toHaveLength(102_000);
  });
});
