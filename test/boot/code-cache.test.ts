import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CodeCache, loadProgram, readProgramFile } from "../../host/boot/index.ts";

const program = (digest: string, answer: string) =>
  `// ${digest}\n(function (exports) { exports.answer = () => ${answer}; })`;

describe("V8's code cache", () => {
  let folder: string;
  let file: string;
  let cache: CodeCache;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "spandock-code-"));
    file = join(folder, "program.cjs");
    cache = new CodeCache(join(folder, "cache"));
    writeFileSync(file, program("first", "42"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const load = () =>
    loadProgram<{ answer(): number }>({ file, read: (path) => readProgramFile(path, cache) });
  const keep = () => {
    for (const each of load().newCode()) cache.write(each);
  };
  const entries = () =>
    readdirSync(join(folder, "cache/code")).map((name) => join(folder, "cache/code", name));

  it("is empty at first, and serves the next start what the first one kept", () => {
    expect(load().newCode()).toHaveLength(1);
    keep();
    const { exports, newCode } = load();
    expect(exports.answer()).toBe(42);
    expect(newCode()).toEqual([]);
  });

  it("serves nothing to a file of another build, even one of the same length", () => {
    keep();
    writeFileSync(file, program("other", "43"));
    const { exports, newCode } = load();
    expect(exports.answer()).toBe(43);
    expect(newCode()).toHaveLength(1);
  });

  it.each([
    ["damaged", (bytes: Buffer) => bytes.fill(0xff, bytes.length - 40, bytes.length - 20)],
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["empty", () => Buffer.alloc(0)],
  ])("takes an entry that is %s for none", (_what, harm) => {
    keep();
    const [entry] = entries();
    writeFileSync(entry!, harm(readFileSync(entry!)));
    const { exports, newCode } = load();
    expect(exports.answer()).toBe(42);
    expect(newCode()).toHaveLength(1);
  });

  it("takes no entry that was kept under another name", () => {
    keep();
    const { source, code } = readProgramFile(file, cache);
    expect(code).toBeDefined();
    writeFileSync(entries()[0]!.replace("program-", "stranger-"), readFileSync(entries()[0]!));
    expect(cache.read(join(folder, "stranger.cjs"), source)).toBeUndefined();
  });

  it.skipIf(process.getuid === undefined)("is not used when others can write it", () => {
    keep();
    chmodSync(join(folder, "cache/code"), 0o777);
    expect(load().newCode()).toHaveLength(1);
    expect(keep).toThrow(/can be written by others/);
  });

  it("forgets entries that nobody has written for a month", () => {
    keep();
    const [old] = entries();
    utimesSync(old!, 0, 0);
    cache.write({ path: "other.cjs", source: "// other\n", code: Uint8Array.of(1) });
    expect(entries()).not.toContain(old);
    expect(entries()).toHaveLength(1);
  });

  it("leaves no half-written file behind when it can't be written", () => {
    keep();
    const [entry] = entries();
    rmSync(entry!);
    const before = new CodeCache(join(folder, "program.cjs"));
    expect(() => before.write({ path: file, source: "", code: Uint8Array.of(1) })).toThrow();
    expect(entries()).toEqual([]);
  });
});
