import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { yamlToJson } from "../../../host/sandbox/runtime/yaml-to-json.ts";

const ok = (text: string) => {
  const { tag, val } = yamlToJson(text);
  expect(tag, val).toBe("ok");
  return val;
};
const err = (text: string) => {
  const { tag, val } = yamlToJson(text);
  expect(tag, val).toBe("err");
  return val;
};

describe("yaml-to-json", () => {
  it("gives any tree of JSON values back from its YAML form", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), (value) => {
        expect(JSON.parse(ok(stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });

  it("never throws, whatever the text", () => {
    const yamlish = fc
      .array(
        fc.constantFrom(
          "a",
          ": ",
          "- ",
          "\n",
          "  ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "&x ",
          "*x",
          "!!t ",
          "|",
          ">",
          "'",
          '"',
          "#",
          "%",
          "---",
          "...",
          "?",
          "\t",
          "\u0000",
        ),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: "binary" })), (text) => {
        const { tag, val } = yamlToJson(text);
        if (tag === "ok") JSON.parse(val);
        else expect(val).toMatch(/^the YAML can't be used: ./);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["", "null"],
    ["# only a comment", "null"],
    ["file_paths: [ /out/a.jsonl, /out/b.jsonl ]", '{"file_paths":["/out/a.jsonl","/out/b.jsonl"]}'],
    [
      "a: 12345678901234567890\nb: -9223372036854775808",
      '{"a":12345678901234567890,"b":-9223372036854775808}',
    ],
    ["a: &x [1]\nb: *x", '{"a":[1],"b":[1]}'],
    ["yes: no", '{"yes":"no"}'],
    ["__proto__: 1", '{"__proto__":1}'],
    ["1: one\ntrue: yes", '{"1":"one","true":"yes"}'],
  ])("reads %j", (text, json) => {
    expect(ok(text)).toBe(json);
  });

  it.each([
    ["an unclosed bracket", "a: 1\nb: [1, 2", /at line 2, column 9/],
    ["a wrong indent", "a:\n  b: 1\n c: 2", /at line 3, column \d/],
    ["a duplicate key", "a: 1\nb: 2\na: 3", /unique at line 3, column 1/],
    ["a second document", "a: 1\n---\nb: 2", /second document at line 2, column 1/],
    ["an unknown tag", "a: !!js/function x", /tag.* at line 1, column 4/],
    ["an unknown alias", "a: *nope", /nope/],
    ["infinity", "a: .inf", /Infinity has no form in JSON/],
  ])("names what is wrong with %s, and where", (_what, text, message) => {
    expect(err(text)).toMatch(message);
  });

  it.each([
    ["a million brackets", "[".repeat(1_000_000), /nested deeper than 100 levels/],
    ["a hundred thousand dashes", "- ".repeat(100_000), /nested deeper than 100 levels/],
    ["keys within keys on one line", "a: ".repeat(100_000), /nested deeper than 100 levels/],
    ["question marks", "? ".repeat(100_000), /nested deeper than 100 levels/],
    [
      "indented keys",
      Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
      /nested deeper/,
    ],
    ["10 MB of text", "x".repeat(10_000_000), /10000000 characters long, more than 1048576/],
    [
      "an alias bomb",
      `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join("\n")}`,
      /./,
    ],
    [
      "a large value repeated by aliases",
      `a: &a ${"x".repeat(900_000)}\nb: [${"*a, ".repeat(50)}]`,
      /longer than/,
    ],
    ["more tokens than its length allows for", `[${"a,".repeat(500_000)}]`, /more than 500000 tokens/],
  ])("refuses %s", (_what, text, message) => {
    expect(err(text)).toMatch(message);
  });

  it("reads 20,000 keys of one map", () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `key${index}: ${index}\n`).join("");
    expect(Object.keys(JSON.parse(ok(text)))).toHaveLength(20_000);
  });
});
