import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FakeWasi } from "./support/fake-wasi.ts";
import { type LoadedPlugin, loadPlugin } from "./support/load-plugin.ts";
import { probeWasm } from "./support/probe.ts";

let plugin: LoadedPlugin;
beforeAll(async () => {
  plugin = await loadPlugin(await probeWasm(), new FakeWasi().imports, (text) => {
    if (text === "no: yaml: at: all") {
      throw Object.assign(new Error("err"), { payload: "line 1, column 9: nested mappings" });
    }
    return text;
  });
});

/** What the probe's config function answers: the text of its `err`, or that it made exporters. */
const answer = (text: string, type: "yaml" | "json" = "json") => {
  const made = plugin.configure(text, type);
  return "err" in made ? made.err : "made exporters";
};

describe("a config's getters", () => {
  it("give what the user wrote", () => {
    const value = { text: 'a"\\\n\u0000ü🙂', flag: false, integer: -42, number: 1.5e3, list: ["x", "y"] };
    expect(answer(JSON.stringify({ describe: value }))).toBe(`${value.text} no -42 1500.0 x+y`);
  });

  it("give their fallback for what is missing", () => {
    expect(answer(`{"describe": {}}`)).toBe("none yes -1 0.5 ");
    expect(answer(`{"describe": {"text": null, "list": null}}`)).toBe("none yes -1 0.5 ");
  });

  it("name the path of each value of another type, with what was expected and found", () => {
    expect(answer(`{"file": 3}`)).toBe("file: expected a text, found 3");
    expect(answer(`{"file": ["a"]}`)).toBe("file: expected a text, found a list");
    expect(answer(`{"other": 1, "more": {}}`)).toBe(
      "other: unknown key; expected file, describe, read\nmore: unknown key; expected file, describe, read",
    );
  });

  it("take an empty config for an empty mapping, and nothing else for one", () => {
    expect(answer("")).toBe("made exporters");
    expect(answer("null")).toBe("made exporters");
    expect(answer("[1]")).toBe("config: expected a mapping, found a list");
    expect(answer(`"text"`)).toBe("config: expected a mapping, found the text text");
  });

  it("hand YAML to the agent, and its complaint back to the user", () => {
    expect(answer("no: yaml: at: all", "yaml")).toBe("config: line 1, column 9: nested mappings");
    expect(answer(`{"describe": {"text": "from YAML"}}`, "yaml")).toContain("from YAML");
  });
});

describe("JSON of a config", () => {
  it("is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.maxSafeInteger(), (text, integer) => {
        const json = JSON.stringify({ describe: { text, integer } }, null, 2);
        expect(answer(json)).toBe(`${text.toWellFormed?.() ?? text} yes ${integer} 0.5 `);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["{", "expected a key in quotes"],
    [`{"a" 1}`, "expected a colon"],
    [`{"a": 1 "b": 2}`, "expected a comma or }"],
    ["[1 2]", "expected a comma or ]"],
    [`"abc`, "a text does not end"],
    [`"\\x"`, "an unknown escape"],
    [`"\\u00zz"`, "expected four hex digits"],
    ["nul", "expected a value"],
    ["--1", "expected a value"],
    ["{} {}", "expected the end"],
    ["[".repeat(1000), "nested deeper than 100"],
  ])("%j is refused with its place", (text, problem) => {
    expect(answer(text)).toMatch(/^config: not valid JSON at character \d+: /);
    expect(answer(text)).toContain(problem);
  });

  it("never traps, whatever the text is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => void answer(text)),
      { numRuns: 300 },
    );
  });
});
