import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeJson } from "../../../host/otlp/json/encode-json.ts";
import {
  attributeValue,
  encode,
  refusalOf,
  requestWith,
  spanPath,
  valuePath,
  withValue,
} from "./translate.ts";

describe("encodeJson, given what isn't OTLP/JSON", () => {
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
