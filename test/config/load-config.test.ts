import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../host/config/index.ts";
import { SpandockErrors } from "../../host/contract/index.ts";
import { configWith, errorsOf, fakeFiles, parsed } from "./config-fixture.ts";

describe("a config file on disk", () => {
  const dir = mkdtempSync(join(tmpdir(), "spandock-config-"));
  afterAll(() => rmSync(dir, { recursive: true }));

  it("is read, with paths relative to it wherever the agent was started", () => {
    mkdirSync(join(dir, "etc"));
    writeFileSync(join(dir, "etc", "files.wasm"), "");
    writeFileSync(join(dir, "etc", "agent.yaml"), configWith({}));
    const config = loadConfig({ file: "etc/agent.yaml", env: {}, cwd: dir });
    expect(config.file).toBe(join(dir, "etc", "agent.yaml"));
    expect(config.exporters.get("files")?.pluginFile).toBe(join(dir, "etc", "files.wasm"));
  });

  it("whose plugin is a directory is refused", () => {
    mkdirSync(join(dir, "files.wasm"));
    writeFileSync(join(dir, "agent.yaml"), configWith({}));
    const [error] = errorsOf(() => loadConfig({ file: "agent.yaml", env: {}, cwd: dir }));
    expect(error?.code).toBe("PLUGIN_NOT_READABLE");
  });

  it.each([
    ["gone.yaml", "no such file (ENOENT)"],
    [".", "a directory (EISDIR)"],
  ])("that can't be read, as %s, is named with the reason", (file, found) => {
    const [error] = errorsOf(() => loadConfig({ file, env: {}, cwd: dir }));
    expect(error?.code).toBe("CONFIG_NOT_READABLE");
    expect(error?.message).toBe(`${file}: expected a file that can be read, found ${found}`);
  });
});

describe("a text that is no config", () => {
  const load = (content: string | Uint8Array) =>
    errorsOf(() =>
      loadConfig({ file: "a.yaml", env: {}, cwd: "/", files: fakeFiles({ "/a.yaml": content }) }),
    );

  it.each([
    [
      "empty",
      "",
      "CONFIG_INVALID",
      "a.yaml:1:1: expected a map with receivers, exporters and service, found nothing",
    ],
    ["only a comment", "# x\n", "CONFIG_INVALID", "found nothing"],
    ["a list", "- a\n", "CONFIG_INVALID", "a.yaml:1:1: expected a map at the top, found a list"],
    ["a scalar", "\n\n  hello", "CONFIG_INVALID", 'a.yaml:3:3: expected a map at the top, found "hello"'],
    [
      "not YAML",
      "a: [1\nb: 2",
      "CONFIG_SYNTAX",
      "a.yaml:2:1: expected valid YAML, found an error: Flow sequence",
    ],
    [
      "two documents",
      "a: 1\n---\nb: 2",
      "CONFIG_SYNTAX",
      "a.yaml:2:1: expected one YAML document, found a second",
    ],
    [
      "nested too deep",
      "[".repeat(20_000),
      "CONFIG_SYNTAX",
      "a.yaml:1:102: expected lists and maps nested at most 100 deep",
    ],
    ["nested too deep in blocks", "- ".repeat(20_000), "CONFIG_SYNTAX", "nested at most 100 deep"],
    ["an alias of nothing", "a: *x", "CONFIG_SYNTAX", "a.yaml:1:4: expected an anchor &x before this place"],
    [
      "YAML 1.1",
      "%YAML 1.1\n---\na: 1",
      "CONFIG_INVALID",
      "expected YAML 1.2, found the directive %YAML 1.1",
    ],
    ["10 MB", `a: "${"x".repeat(1e7)}"`, "CONFIG_INVALID", "expected at most 1 MiB of YAML, found 9.5 MiB"],
    [
      "a map with a list as key",
      "[a]: 1",
      "CONFIG_INVALID",
      "a.yaml:1:1: expected a name as key, found a list",
    ],
  ])("as %s, is refused with its place", (_, text, code, message) => {
    const errors = load(text);
    expect(errors.some((error) => error.code === code && error.message.includes(message))).toBe(true);
  });

  it("as bytes that are not UTF-8, is refused with its line", () => {
    const [error] = load(Buffer.from("a: 1\nb: \xff\n", "latin1"));
    expect([error?.code, error?.message]).toEqual([
      "CONFIG_SYNTAX",
      "a.yaml:2:1: expected UTF-8, found bytes that are none in this line",
    ]);
  });

  it.each(["a: [ ${env:A} ]", "a: { b: ${env:A} }"])("as %s, is answered with what to write", (text) => {
    expect(load(text).map(({ fix }) => fix)).toContain("Inside of [ ] and { }, put quotes around ${…}.");
  });

  it("with one mistake is answered with one error, not with one for each token behind it", () => {
    const [error, ...more] = load(configWith({}).replace("service:", "broken: { a: 1 }}\nservice:"));
    expect(error?.message).toMatch(/^a\.yaml:\d+:\d+: expected valid YAML, found an error: Unexpected/);
    expect(more).toEqual([]);
    expect(load('a: [1\nb: "x\n')).toHaveLength(2);
  });

  it("may begin with a byte order mark", () => {
    const files = fakeFiles({ "/a.yaml": `\ufeff${configWith({})}`, "/files.wasm": "" });
    expect(loadConfig({ file: "a.yaml", env: {}, cwd: "/", files }).exporters.size).toBe(1);
  });

  it("with 40,000 keys in one map takes no longer for each of them", () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => `    k${i}: ${i}`).join("\n");
    const config = parsed(configWith({ exporter: `config:\n${keys}` }));
    expect(config.exporters.get("files")?.config.blob.length).toBeGreaterThan(400_000);
  });

  it("never ends in anything but a config or errors that a user can read", () => {
    const whole = configWith({
      exporter: "config: &c { a: [1, *c] }\npermissions: { http: [ { origin: 'http://a' } ] }\nlimits: {}",
    });
    const pieces = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ":",
      "- ",
      "\n",
      "  ",
      "&c ",
      "*c",
      "'",
      '"',
      "|",
      "${",
      "#",
      "!",
    );
    const edit = fc.record({ at: fc.nat(whole.length), cut: fc.nat(20), piece: pieces });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce(
          (t, { at, cut, piece }) => t.slice(0, at) + piece + t.slice(at + cut),
          whole,
        );
        try {
          parsed(text);
        } catch (thrown) {
          if (!(thrown instanceof SpandockErrors)) throw thrown;
          for (const { message } of thrown.errors)
            expect(message).toMatch(/^agent\.yaml:\d+:\d+: |and \d+ more/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
