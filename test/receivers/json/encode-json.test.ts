import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeJson } from "../../../host/receivers/json/encode-json.ts";
import { decodeOtlp } from "../../support/otlp-proto.ts";

const encode = (json: unknown) =>
  encodeJson(Buffer.from(typeof json === "string" ? json : JSON.stringify(json)));

/** What an independent decoder reads from our bytes. */
function translate(json: unknown) {
  const result = encode(json);
  if (result.kind !== "encoded") throw new Error(`${result.path}: ${result.message}`);
  return decodeOtlp("ExportTraceServiceRequest", result.spans);
}

const requestWith = (span: unknown) => ({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const spanPath = "resourceSpans[0].scopeSpans[0].spans[0]";
const valuePath = `${spanPath}.attributes[0].value`;

interface Decoded {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

interface Span extends Record<string, unknown> {
  readonly attributes?: readonly { readonly value: unknown }[];
}

const spanOf = (span: unknown) =>
  (translate(requestWith(span)) as unknown as Decoded).resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
const withValue = (value: unknown) => ({ attributes: [{ key: "k", value }] });
const attributeValue = (value: unknown) => spanOf(withValue(value)).attributes?.[0]?.value;
const refusalOf = (span: unknown) => encode(requestWith(span));

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

  it.each([
    [
      "an odd trace id",
      { traceId: "abc" },
      "traceId",
      "expected 32 hex digits, or an empty string, found a string of 3 characters",
    ],
    ["a trace id of 8 bytes", { traceId: "00".repeat(8) }, "traceId", "expected 32 hex digits"],
    ["a trace id that isn't hex", { traceId: "0g".repeat(16) }, "traceId", "expected 32 hex digits"],
    ["a span id of 16 bytes", { spanId: "00".repeat(16) }, "spanId", "expected 16 hex digits"],
    ["a span id as number", { parentSpanId: 12 }, "parentSpanId", "found a number"],
    [
      "an enum name",
      { kind: "SPAN_KIND_SERVER" },
      "kind",
      "expected an enum value as integer, found a string of 16 characters",
    ],
    ["an enum as numeric string", { kind: "2" }, "kind", "expected an enum value as integer"],
    ["an enum with a fraction", { kind: 1.5 }, "kind", "expected an enum value as integer"],
    ["an enum above int32", { kind: 2 ** 31 }, "kind", "expected an enum value as integer"],
    ["a negative time", { endTimeUnixNano: -1 }, "endTimeUnixNano", "expected an integer from 0 to 2^64-1"],
    ["a time above uint64", { endTimeUnixNano: "18446744073709551616" }, "endTimeUnixNano", "2^64-1"],
    ["a time with a fraction", { startTimeUnixNano: "1.5" }, "startTimeUnixNano", "2^64-1"],
    ["an empty time", { startTimeUnixNano: "" }, "startTimeUnixNano", "found a string of 0 characters"],
    ["a count above uint32", { droppedLinksCount: 2 ** 32 }, "droppedLinksCount", "2^32-1"],
    ["flags below 0", { flags: -1 }, "flags", "2^32-1"],
    ["a number as name", { name: 5 }, "name", "expected a string, found a number"],
    ["a boolean as name", { name: true }, "name", "found a boolean"],
    ["an object as list", { attributes: { a: 1 } }, "attributes", "expected an array, found an object"],
    ["a list as object", { status: [] }, "status", "expected an object, found an array"],
    ["a string as object", { status: "OK" }, "status", "expected an object, found a string of 2 characters"],
    ["null inside a list", { events: [{}, null] }, "events[1]", "expected an object, found null"],
  ])("refuses %s and says where", (_, span, path, message) => {
    expect(refusalOf(span)).toEqual({
      kind: "malformed",
      path: `${spanPath}.${path}`,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["int64 above its range", { intValue: "9223372036854775808" }, "intValue", "2^63-1"],
    ["int64 with a fraction", { intValue: 0.5 }, "intValue", "2^63-1"],
    ["a word as double", { doubleValue: "many" }, "doubleValue", 'expected a number, "NaN"'],
    ["a number string too large for a double", { doubleValue: "1e999" }, "doubleValue", "expected a number"],
    ["a bool as string", { boolValue: "true" }, "boolValue", "expected true or false"],
    ["bytes that aren't base64", { bytesValue: "a*c=" }, "bytesValue", "expected a base64 string"],
    ["base64 cut short", { bytesValue: "abcde" }, "bytesValue", "expected a base64 string"],
    ["base64 with wrong padding", { bytesValue: "ab=" }, "bytesValue", "expected a base64 string"],
    [
      "a value in the array",
      { arrayValue: { values: [{}, { intValue: [] }] } },
      "arrayValue.values[1].intValue",
      "found an array",
    ],
  ])("refuses %s in an attribute and says where", (_, value, path, message) => {
    expect(refusalOf(withValue(value))).toEqual({
      kind: "malformed",
      path: `${valuePath}.${path}`,
      message: expect.stringContaining(message),
    });
  });

  it("refuses two values in one attribute", () => {
    expect(refusalOf(withValue({ stringValue: "a", intValue: 1 }))).toMatchObject({
      path: valuePath,
      message: expect.stringContaining("expected one of stringValue, boolValue"),
    });
  });

  it("refuses a number too large for a double", () => {
    const body = JSON.stringify(requestWith(withValue({ doubleValue: 1 }))).replace(":1}", ":1e999}");
    expect(encode(body)).toMatchObject({ kind: "malformed", path: `${valuePath}.doubleValue` });
  });

  it("refuses a long number where text belongs", () => {
    expect(encode(`{"resourceSpans":[{"schemaUrl":12345678901234567}]}`)).toEqual({
      kind: "malformed",
      path: "resourceSpans[0].schemaUrl",
      message: "expected a string, found a number",
    });
  });

  it.each([
    ["nothing", "", "Unexpected end of JSON input"],
    ["a cut body", '{"resourceSpans": [', "Unexpected end of JSON input"],
    ["another token", '{"resourceSpans": secret-of-the-span}', "Unexpected token 's' near character"],
    ["NaN outside a string", '{"resourceSpans": NaN}', "Unexpected token 'N'"],
    ["a comma too many", '{"resourceSpans": [],}', "position 21"],
  ])("refuses %s as JSON", (_, body, message) => {
    const result = encode(body);
    expect(result).toMatchObject({ kind: "malformed", path: "", message: expect.stringContaining(message) });
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  it.each(["[]", "null", "5", '"text"', "true"])("refuses %s as request", (body) => {
    expect(encode(body)).toMatchObject({
      path: "",
      message: expect.stringContaining("expected an object, found"),
    });
  });

  it("refuses bytes that aren't UTF-8", () => {
    expect(encodeJson(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({
      message: "expected UTF-8 text, found other bytes",
    });
  });

  it("nests attribute values 29 levels deep, and refuses more than 100 levels of JSON", () => {
    const nested = (levels: number): unknown =>
      levels === 0 ? { intValue: "1" } : { arrayValue: { values: [nested(levels - 1)] } };
    expect(JSON.stringify(attributeValue(nested(29)))).toBe(JSON.stringify(nested(29)));
    expect(refusalOf(withValue(nested(31)))).toMatchObject({
      path: "",
      message: expect.stringContaining("expected at most 100 nested values, found more at character"),
    });
    expect(encode("[".repeat(1_000_000))).toMatchObject({
      message: expect.stringContaining("nested values"),
    });
    expect(encode(`{"x":"${"[".repeat(1000)}"}`)).toMatchObject({ kind: "encoded" });
  });

  it("refuses a body of more values than memory allows, before it builds them", () => {
    const body = `{"x":[${"{},".repeat(4 * 1024 * 1024)}{}]}`;
    expect(encode(body)).toMatchObject({
      message: expect.stringContaining("expected at most 8388608 values"),
    });
  });

  it("never throws, whatever the text", () => {
    const jsonish = fc.string({
      unit: fc.constantFrom(...'{}[]:,"\\0123456789.eE-tu', "ÿ", "\ud800"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(jsonish, fc.json()), (text) => {
        expect(["encoded", "malformed"]).toContain(encode(text).kind);
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses a body cut at any byte", () => {
    const body = Buffer.from(JSON.stringify(requestWith(withValue({ stringValue: 'ü"\\' }))));
    for (let length = 0; length < body.length; length++) {
      expect(encodeJson(body.subarray(0, length)).kind, `cut at ${length}`).toBe("malformed");
    }
  });
});
