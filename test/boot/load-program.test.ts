import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadProgram, readProgramFile } from "../../host/boot/index.ts";

describe("a program of the build", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "spandock-program-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, body: string) =>
    writeFileSync(
      join(folder, `${name}.cjs`),
      `// ${name}\n(function (exports, require, module, __filename, __dirname, importModule) {\n${body}\n})\n`,
    );
  const load = <T>(name: string) =>
    loadProgram<T>({ file: join(folder, `${name}.cjs`), read: (path) => readProgramFile(path) }).exports;

  it("requires other files of the build, each of which runs once, and packages as Node does", () => {
    write("shared", "globalThis.runs = (globalThis.runs ?? 0) + 1; exports.runs = globalThis.runs;");
    write("other", 'exports.runs = require("./shared.cjs").runs;');
    write(
      "main",
      'exports.runs = [require("./shared.cjs").runs, require("./other.cjs").runs]; exports.sep = require("node:path").sep;',
    );
    expect(load("main")).toEqual({ runs: [1, 1], sep: join("a", "b")[1] });
  });

  it("imports modules, wherever its code comes from", async () => {
    writeFileSync(join(folder, "module.mjs"), "export const answer = 42;");
    write("main", 'exports.load = () => importModule("./module.mjs");');
    const file = join(folder, "main.cjs");
    const [made] = loadProgram({ file, read: (path) => readProgramFile(path) }).newCode();
    const { source, code } = made!;
    const { exports } = loadProgram<{ load(): Promise<unknown> }>({
      file,
      read: () => ({ source, code }),
      importModule: async (url) => await import(url),
    });
    expect(await exports.load()).toMatchObject({ answer: 42 });
  });

  it("knows where it lies, and may replace its exports", () => {
    write("main", "module.exports = [__filename, __dirname];");
    expect(load("main")).toEqual([join(folder, "main.cjs"), folder]);
  });

  it("tells its file and line in a stack", () => {
    write("main", "exports.fail = () => {\n  throw new Error('here');\n};");
    const { fail } = load<{ fail: () => void }>("main");
    expect(fail).toThrow("here");
    try {
      fail();
    } catch (error) {
      expect((error as Error).stack).toContain(`${join(folder, "main.cjs")}:4:`);
    }
  });
});
