import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LogFields, type Logger, systemClock } from "../../../host/contract/index.ts";
import { type CompiledComponent, compileComponent } from "../../../host/sandbox/runtime/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

let bytes: Uint8Array;
let root: string;
let directory: string;
let lines: { message: string; fields: LogFields }[];

beforeAll(async () => {
  bytes = await buildWatPlugin({ wat: honestWat() });
  root = await mkdtemp(join(tmpdir(), "spandock-cache-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  directory = await mkdtemp(join(root, "case-"));
  lines = [];
});

const logger: Logger = {
  log: (_level, message, fields = {}) => void lines.push({ message, fields }),
  child: () => logger,
};

/** With a limit of 0 ms jco can't run: what comes back then came from the cache. */
const compile = (options: { memoryBytes?: number; cacheOnly?: boolean; bytes?: Uint8Array } = {}) =>
  compileComponent({
    name: "guest",
    bytes: options.bytes ?? bytes,
    memoryBytes: options.memoryBytes ?? 64 * 1024 * 1024,
    cacheDirectory: directory,
    logger,
    clock: systemClock,
    ...(options.cacheOnly ? { timeoutMillis: 0 } : {}),
  });

const entries = async () => (await readdir(directory)).filter((name) => !name.startsWith("."));
const entry = async () => join(directory, (await entries())[0]!);
const shape = ({ source, imports, coreModules }: CompiledComponent) => ({
  source,
  imports,
  coreModules: [...coreModules.keys()],
});

describe("the compile cache", () => {
  it("gives back what was compiled, without compiling again", async () => {
    const compiled = await compile();
    expect(shape(await compile({ cacheOnly: true }))).toEqual(shape(compiled));
    expect(lines).toEqual([]);
    expect(await readdir(directory)).toHaveLength(1);
  });

  it("has an entry for each component and each memory cap", async () => {
    await compile();
    await expect(compile({ cacheOnly: true, memoryBytes: 32 * 1024 * 1024 })).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
    });
    const other = await buildWatPlugin({ wat: honestWat({ stop: "unreachable" }) });
    await expect(compile({ cacheOnly: true, bytes: other })).rejects.toMatchObject({
      message: "guest: can't be compiled: not done after 0 ms",
    });
    await compile({ memoryBytes: 32 * 1024 * 1024 });
    await compile({ bytes: other });
    expect(await entries()).toHaveLength(3);
  });

  it("is written whole or not at all by agents that start at the same time", async () => {
    const all = await Promise.all([compile(), compile(), compile()]);
    expect(await readdir(directory)).toHaveLength(1);
    expect(shape(await compile({ cacheOnly: true }))).toEqual(shape(all[0]!));
    expect(lines).toEqual([]);
  });

  it.each([
    [
      "changed code",
      async () => writeFile(join(await entry(), "plugin.js"), "export function instantiate() {}"),
    ],
    [
      "a core module cut off",
      async () => {
        const file = join(await entry(), "core-0.wasm");
        await writeFile(file, (await readFile(file)).subarray(0, 50));
      },
    ],
    ["a missing file", async () => rm(join(await entry(), "core-0.wasm"))],
    ["an empty manifest", async () => writeFile(join(await entry(), "manifest.json"), "")],
    ["no manifest, as after a write that was cut off", async () => rm(join(await entry(), "manifest.json"))],
    [
      "a manifest that names a file outside",
      async () => {
        const file = join(await entry(), "manifest.json");
        await writeFile(file, (await readFile(file, "utf8")).replace("plugin.js", "../plugin.js"));
      },
    ],
    [
      "the manifest of another entry",
      async () => {
        const file = join(await entry(), "manifest.json");
        await writeFile(file, (await readFile(file, "utf8")).replace("sha256:", "sha256:0"));
      },
    ],
    [
      "a link in place of a file",
      async () => {
        const file = join(await entry(), "plugin.js");
        await writeFile(join(root, "elsewhere.js"), await readFile(file));
        await rm(file);
        await symlink(join(root, "elsewhere.js"), file);
      },
    ],
    ["an entry that others can write", async () => chmod(await entry(), 0o777)],
  ])("ignores and replaces an entry with %s", async (_what, damage) => {
    const compiled = await compile();
    await damage();
    await expect(compile({ cacheOnly: true })).rejects.toMatchObject({ code: "PLUGIN_LOAD_FAILED" });
    lines = [];
    expect(shape(await compile())).toEqual(shape(compiled));
    expect(shape(await compile({ cacheOnly: true }))).toEqual(shape(compiled));
    expect(await readdir(directory)).toHaveLength(1);
  });

  it("is not used when others can write the directory", async () => {
    await chmod(directory, 0o777);
    await compile();
    expect(await readdir(directory)).toEqual([]);
    expect(lines).toEqual([
      {
        message: "the compile cache is not used",
        fields: { reason: expect.stringContaining("can be written by others (mode 777)") },
      },
    ]);
  });

  it.runIf(process.getuid?.() === 0)("is not used when the directory belongs to another user", async () => {
    const { chown } = await import("node:fs/promises");
    await chown(directory, 12_345, 12_345);
    await compile();
    expect(await readdir(directory)).toEqual([]);
    expect(lines[0]?.fields.reason).toContain("belongs to user 12345, not to 0");
  });

  it("is made with its parents when it is missing, and for this user alone", async () => {
    directory = join(directory, "a", "b");
    await compile();
    expect(await entries()).toHaveLength(1);
    await compile({ cacheOnly: true });
  });

  it("compiles all the same where no directory can be", async () => {
    directory = join(directory, "file");
    await writeFile(directory, "");
    await compile();
    expect(lines[0]?.message).toBe("the compile cache is not used");
  });

  it("removes what a write that was cut off has left, once it is old", async () => {
    const { utimes } = await import("node:fs/promises");
    for (const name of [".new-0123456789abcdef", ".new-fedcba9876543210"]) await mkdir(join(directory, name));
    await utimes(join(directory, ".new-0123456789abcdef"), 1, 1);
    await compile();
    expect((await readdir(directory)).filter((name) => name.startsWith("."))).toEqual([
      ".new-fedcba9876543210",
    ]);
  });
});

describe("compiling a component", () => {
  it.each([
    ["random bytes", new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])],
    ["nothing", new Uint8Array()],
  ])("refuses %s with a clear error", async (_what, hostile) => {
    await expect(compile({ bytes: hostile })).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      message: expect.stringMatching(/^guest: can't be compiled: ./),
    });
    expect(await readdir(directory)).toEqual([]);
  });

  it("refuses a component cut at any place, and leaves the caller's bytes alone", async () => {
    for (const part of [9, 100, 1000, bytes.length - 1]) {
      await expect(compile({ bytes: bytes.subarray(0, part) })).rejects.toMatchObject({
        code: "PLUGIN_LOAD_FAILED",
      });
    }
    expect(bytes.byteLength).toBeGreaterThan(3000);
    const buffer = Buffer.from(bytes);
    await compile({ bytes: buffer });
    expect(buffer.equals(bytes)).toBe(true);
  });
});
