import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeOtlp } from "../../test/support/otlp-proto.ts";
import { probeWasm, startProbe } from "./support/probe.ts";

let probe: Awaited<ReturnType<typeof startProbe>>;
beforeAll(async () => {
  await probeWasm();
  probe = await startProbe();
});

/** A field of wire type 2, with a length below 2^14. */
const field = (number: number, payload: Uint8Array) => {
  const length = payload.length;
  const varint = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
  return Buffer.concat([Buffer.of((number << 3) | 2, ...varint), payload]);
};

/** A batch of one span with these `KeyValue`s. */
const batchOf = (attributes: readonly Uint8Array[]) =>
  field(1, field(2, field(2, Buffer.concat(attributes.map((each) => field(9, each))))));

/** With a field in front that OTLP does not know: the attribute is read field by field then. */
const unplain = (attribute: Uint8Array) => Buffer.concat([Buffer.of(15 << 3, 1), attribute]);

/** What the writer makes of a batch, or what was wrong, without the place: it differs by the additional fields. */
function answer(attributes: readonly Uint8Array[]): string {
  const made = probe.writer.exportSpans(batchOf(attributes));
  if ("ok" in made) return made.ok.message ?? "";
  return made.err.tag === "permanent" ? made.err.val.replace(/at byte \d+ of \d+/, "") : made.err.tag;
}

const text = fc.string({ unit: fc.constantFrom(...'ab"\\\n\u0001ü漢🙂'), maxLength: 30 });
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const powers = fc
  .tuple(fc.nat({ max: 18 }), fc.integer({ min: -1, max: 1 }), fc.constantFrom(1n, -1n))
  .map(([exponent, more, sign]) => sign * (10n ** BigInt(exponent) + BigInt(more)));
const keyValue = fc.record({
  key: text,
  value: fc.oneof(
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.oneof(integer, powers).map(String) }),
    fc.record({ doubleValue: fc.double() }),
  ),
});
const encoded = keyValue.map((message) => encodeOtlp("KeyValue", message));

describe("attributes as all SDKs write them", () => {
  it("come out as they do when they are read field by field, byte for byte", () => {
    fc.assert(
      fc.property(fc.array(encoded, { maxLength: 10 }), (attributes) => {
        expect(answer(attributes)).toBe(answer(attributes.map(unplain)));
      }),
      { numRuns: 400 },
    );
  });

  it("are refused, or read as something else, as they are field by field, whatever bytes are changed", () => {
    const bytes = fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 1, 2, 9, 10, 16, 18, 24, 33, 128, 255));
    const changes = fc.array(fc.tuple(fc.nat(), bytes), { minLength: 1, maxLength: 3 });
    const answers = new Set<string>();
    fc.assert(
      fc.property(encoded, changes, fc.nat({ max: 3 }), (attribute, changed, cut) => {
        const bytes = Uint8Array.from(attribute.subarray(0, attribute.length - cut));
        for (const [at, value] of changed) if (bytes.length > 0) bytes[at % bytes.length] = value;
        const found = answer([bytes, attribute]);
        expect(found).toBe(answer([bytes, attribute].map(unplain)));
        answers.add(found.startsWith("[") ? "read" : "refused");
      }),
      { numRuns: 1500 },
    );
    expect([...answers].sort()).toEqual(["read", "refused"]);
  });

  it.each([
    ["a number of 10 bytes", [24, ...Array(9).fill(0x80), 1], true],
    ["a number of 11 bytes", [24, ...Array(10).fill(0x80), 1], false],
    ["a number that does not end", [24, 0x80], false],
    ["two numbers, of which the last counts", [24, 1, 24, 2], true],
  ])("hold %s only where protobuf allows it", (_, value, isTaken) => {
    const attribute = Buffer.concat([field(1, Buffer.from("k")), field(2, Uint8Array.from(value))]);
    expect(answer([attribute]).startsWith("[")).toBe(isTaken);
    expect(answer([attribute])).toBe(answer([unplain(attribute)]));
  });

  it.each([126, 127, 128, 129, 200, 2000])("may be %i bytes long", (length) => {
    const attribute = Buffer.concat([
      field(1, Buffer.from("k")),
      field(2, field(1, Buffer.alloc(length - 7, "v"))),
    ]);
    expect(answer([attribute])).toContain(`"stringValue":"${"v".repeat(length - 7)}"`);
    expect(answer([attribute])).toBe(answer([unplain(attribute)]));
  });
});
