import { describe, expect, it } from "vitest";
import { attributeValue, encode, requestWith, spanOf, translate, withValue } from "./translate.ts";

describe("encodeJson", () => {
  it("translates a whole request", () => {
    const span = {
      traceId: "5B8EFFF798038103D269B633813FC60C",
      spanId: "eee19b7ec3c1b174",
      parentSpanId: "EEE19B7EC3C1B173",
      traceState: "a=b",
      flags: 257,
      name: "I'm a server span",
      kind: 2,
      startTimeUnixNano: "1544712660300000001",
      endTimeUnixNano: "1544712661300000002",
      droppedAttributesCount: 1,
      droppedEventsCount: 2,
      droppedLinksCount: 3,
      attributes: [{ key: "my.attr", value: { stringValue: "wert ✓" } }],
      events: [
        { timeUnixNano: "3", name: "e", droppedAttributesCount: 4, attributes: [{ key: "x", value: {} }] },
      ],
      links: [{ traceId: `${"00".repeat(15)}0a`, spanId: `${"00".repeat(7)}0b`, traceState: "t", flags: 1 }],
      status: { code: 2, message: "broken" },
    };
    const request = {
      resourceSpans: [
        {
          resource: {
            attributes: [{ key: "service.name", value: { stringValue: "shop" } }],
            droppedAttributesCount: 5,
            entityRefs: [
              { type: "service", idKeys: ["service.name", "x"], schemaUrl: "u", descriptionKeys: ["d"] },
            ],
          },
          scopeSpans: [{ scope: { name: "lib", version: "1" }, spans: [span], schemaUrl: "s" }],
          schemaUrl: "r",
        },
      ],
    };
    const lowerCase = { traceId: span.traceId.toLowerCase(), parentSpanId: span.parentSpanId.toLowerCase() };
    const expected = structuredClone(request);
    Object.assign(expected.resourceSpans[0]!.scopeSpans[0]!.spans[0]!, lowerCase);
    expect(translate(request)).toEqual(expected);
  });

  it("takes an empty object as an empty request", () => {
    expect(encode("{}")).toEqual({ kind: "encoded", spans: new Uint8Array() });
  });

  it("puts its bytes on shared memory of their exact size", () => {
    const result = encode(requestWith({ name: "x" }));
    if (result.kind !== "encoded") throw new Error(result.message);
    expect(result.spans.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(result.spans.buffer.byteLength).toBe(result.spans.length);
  });

  it("keeps every kind of attribute value, zeros and empty ones too", () => {
    expect(attributeValue({ stringValue: "" })).toEqual({ stringValue: "" });
    expect(attributeValue({ boolValue: false })).toEqual({ boolValue: false });
    expect(attributeValue({ intValue: "0" })).toEqual({ intValue: "0" });
    expect(attributeValue({ doubleValue: 0 })).toEqual({ doubleValue: 0 });
    expect(attributeValue({ bytesValue: "" })).toEqual({ bytesValue: "" });
    expect(attributeValue({ arrayValue: {} })).toEqual({ arrayValue: {} });
    expect(attributeValue({ kvlistValue: { values: [] } })).toEqual({ kvlistValue: {} });
    expect(attributeValue({})).toEqual({});
  });

  it("takes NaN and infinities as strings", () => {
    expect(attributeValue({ doubleValue: "NaN" })).toEqual({ doubleValue: Number.NaN });
    expect(attributeValue({ doubleValue: "Infinity" })).toEqual({ doubleValue: Number.POSITIVE_INFINITY });
    expect(attributeValue({ doubleValue: "-Infinity" })).toEqual({ doubleValue: Number.NEGATIVE_INFINITY });
    expect(attributeValue({ doubleValue: -0 })).toEqual({ doubleValue: 0 });
    expect(attributeValue({ doubleValue: "1.5e3" })).toEqual({ doubleValue: 1500 });
  });

  it("keeps the last digit of 64-bit integers, as strings and as numbers", () => {
    for (const text of ["9223372036854775807", "-9223372036854775808", "9007199254740993", "-1", "0"]) {
      const member = (number: string) =>
        translate(JSON.stringify(requestWith(withValue({ intValue: "N" }))).replace('"N"', number));
      expect(member(text)).toEqual(member(`"${text}"`));
      expect(JSON.stringify(member(text))).toContain(`"intValue":"${text}"`);
    }
    const body = JSON.stringify(requestWith({ startTimeUnixNano: 1 })).replace(
      ":1}",
      ":18446744073709551615}",
    );
    expect(JSON.stringify(translate(body))).toContain('"startTimeUnixNano":"18446744073709551615"');
  });

  it("takes a long integer as a double", () => {
    const body = JSON.stringify(requestWith(withValue({ doubleValue: 1 }))).replace(
      ":1}",
      ":-100000000000000000000}",
    );
    expect(JSON.stringify(translate(body))).toContain('"doubleValue":-100000000000000000000');
  });

  it("leaves digits inside strings alone", () => {
    for (const name of [
      "12345678901234567890",
      '\\" 12345678901234567890',
      "\\",
      ", [1234567890123456789]",
    ]) {
      expect(spanOf({ name })).toEqual({ name });
    }
  });

  it("reads base64 with either alphabet, padded or not", () => {
    for (const text of ["+/8=", "+/8", "-_8", "-_8="]) {
      expect(attributeValue({ bytesValue: text })).toEqual({ bytesValue: "fbff" });
    }
  });

  it("ignores unknown names, snake_case ones among them", () => {
    const json = {
      ...requestWith({ name: "x", start_time_unix_nano: "5", new: { deep: [1, [2]] } }),
      resource_spans: 1,
    };
    expect(translate(json)).toEqual(translate(requestWith({ name: "x" })));
    expect(translate('{"__proto__": {"resourceSpans": [{}]}, "constructor": 1, "toString": []}')).toEqual({});
  });

  it("takes null as absent", () => {
    expect(spanOf({ name: "x", kind: null, attributes: null, status: null })).toEqual({ name: "x" });
    expect(attributeValue({ stringValue: null, intValue: 4 })).toEqual({ intValue: "4" });
  });

  it("takes empty ids as absent", () => {
    expect(spanOf({ name: "root", parentSpanId: "", traceId: "" })).toEqual({ name: "root" });
  });

  it("lets the last of equal keys count", () => {
    expect(
      translate('{"resourceSpans": 5, "resourceSpans": [], "resourceSpans": [{"schemaUrl": "s"}]}'),
    ).toEqual({
      resourceSpans: [{ schemaUrl: "s" }],
    });
  });

  it("takes enum values that it doesn't know", () => {
    expect(spanOf({ kind: 77, status: { code: -1 } })).toEqual({ kind: 77, status: { code: -1 } });
  });

  it("skips a byte order mark", () => {
    expect(translate("\ufeff{}")).toEqual({});
  });

  it("writes half a surrogate pair as the replacement character", () => {
    expect(translate('{"resourceSpans":[{"schemaUrl":"a\\ud800"}]}')).toEqual({
      resourceSpans: [{ schemaUrl: "a\ufffd" }],
    });
  });
});
