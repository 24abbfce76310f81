import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { plainScalarValue, quoteScalar } from "../../host/config/plain-scalar.ts";
import { parseReferences } from "../../host/config/references.ts";

describe("references in a text", () => {
  it("are found with their default, and the text around them is kept", () => {
    expect(parseReferences("a ${env:A} b ${env:B:-c:-d} ${env:C:-}")).toEqual({
      pieces: [
        "a ",
        { kind: "env", name: "A", text: "${env:A}" },
        " b ",
        { kind: "env", name: "B", fallback: "c:-d", text: "${env:B:-c:-d}" },
        " ",
        { kind: "env", name: "C", fallback: "", text: "${env:C:-}" },
      ],
    });
  });

  it("may be secrets, by variable or by file", () => {
    expect(parseReferences("${secret:T}${secret:file:/run/t}")).toEqual({
      pieces: [
        { kind: "secret", name: "T", text: "${secret:T}" },
        { kind: "secret-file", name: "/run/t", text: "${secret:file:/run/t}" },
      ],
    });
  });

  it.each([
    ["$$", "$"],
    ["$${env:A}", "${env:A}"],
    ["a$b$", "a$b$"],
    ["$$$$x", "$$x"],
    ["", ""],
  ])("%j has none and reads %j", (text, read) => expect(parseReferences(text)).toEqual({ pieces: [read] }));

  it.each([
    "${A}",
    "${env:}",
    "${env:1A}",
    "${env:A",
    "${",
    "${file:/x}",
    "${env:A:-${env:B}}",
    "${secret:A:-b}",
  ])("%j is none of ours", (text) => expect(parseReferences(text)).toHaveProperty("unknown"));

  it("escaping every $ gives any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("$", "{", "}", "a", ":", "env:") }), (text) => {
        expect(parseReferences(text.replaceAll("$", "$$$$"))).toEqual({ pieces: [text] });
      }),
    );
  });
});

describe("an unquoted scalar", () => {
  const scalar = fc.oneof(
    fc.constantFrom("~", "null", "True", "FALSE", "yes", "no", "on", ".inf", "-.INF", ".nan", "0o17", "0x1F"),
    fc.constantFrom("0123", "1e3", "-.5", "+1.", ".", "-", "1_000", "0b1", "1:20", "2001-01-01", "0o8", "e5"),
    fc.string({ unit: fc.constantFrom("0", "1", "9", ".", "-", "+", "e", "x", "o", "a"), minLength: 1 }),
    fc.double().map(String),
  );

  it("has the value that the yaml library gives it", () => {
    fc.assert(
      fc.property(scalar, (text) => {
        fc.pre(!/^-(-|$|\.\.)|^\.\.\.|^---/.test(text));
        expect(plainScalarValue(text)).toEqual(parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it("is null when it is empty", () => expect(plainScalarValue("")).toBeNull());
});

it("any text, quoted, reads back as itself on one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const quoted = quoteScalar(text);
      expect(quoted).not.toMatch(/[\n\r]/);
      expect(parse(quoted)).toBe(text);
    }),
    { numRuns: 300 },
  );
});
