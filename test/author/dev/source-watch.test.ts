import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { SourceWatch } from "../../../host/author/dev/source-watch.ts";
import { FakeClock } from "../../pipeline/fake-clock.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";

async function setUp() {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = (name: string) => join(folder.path, name);
  mkdirSync(path("src"));
  writeFileSync(path("src/main.ts"), "one");
  const outside = new TemporaryFolder();
  onTestFinished(() => outside[Symbol.dispose]());
  const config = outside.file("other.yaml", "a: 1");
  const ignored = new Set<string>();
  const told: string[][] = [];
  const clock = new FakeClock();
  const watch = new SourceWatch({
    folder: folder.path,
    moreFiles: [config],
    isIgnored: (file) => [...ignored].some((place) => file === place || file.startsWith(`${place}/`)),
    onChange: (files) => told.push(files.map((file) => file.replace(`${folder.path}/`, "")).sort()),
    clock,
  });
  await watch.start();
  onTestFinished(() => watch.stop());
  /** So many looks, each to its end; what was told up to now. */
  const look = async (count = 1) => {
    for (let done = 0; done < count; done += 1) {
      await clock.advance(200);
      while (clock.pending === 0) await turn();
    }
    return told;
  };
  return { path, config, ignored, watch, look };
}

describe("a watch on a project's sources", () => {
  it("tells a saved file once, when it was the same for two looks", async () => {
    const { path, look } = await setUp();
    expect(await look(3)).toEqual([]);
    writeFileSync(path("src/main.ts"), "two, but not");
    expect(await look()).toEqual([]);
    appendFileSync(path("src/main.ts"), " all of it");
    expect(await look()).toEqual([]);
    expect(await look(3)).toEqual([["src/main.ts"]]);
  });

  it("tells files that come, go, or are moved over others, all of one moment together", async () => {
    const { path, look } = await setUp();
    writeFileSync(path("src/new.ts"), "new");
    writeFileSync(path("draft"), "three");
    renameSync(path("draft"), path("src/main.ts"));
    expect(await look(2)).toEqual([["src/main.ts", "src/new.ts"]]);
    rmSync(path("src/new.ts"));
    expect((await look(2)).at(-1)).toEqual(["src/new.ts"]);
  });

  it("tells a file outside the project that belongs to it", async () => {
    const { config, look } = await setUp();
    writeFileSync(config, "a: 2");
    expect(await look(2)).toEqual([[config]]);
  });

  it("does not tell a file that was only touched, or written anew with the same content", async () => {
    const { path, look } = await setUp();
    utimesSync(path("src/main.ts"), 1, 1);
    expect(await look(3)).toEqual([]);
    writeFileSync(path("src/main.ts"), "one");
    expect(await look(3)).toEqual([]);
  });

  it.each([
    "build/a.ts",
    "node_modules/x/a.js",
    "target/a.rs",
    ".venv/a.py",
    "vendor/a.go",
    "a.wasm",
    ".env",
    "a.ts~",
  ])("does not look at %s", async (name) => {
    const { path, look } = await setUp();
    mkdirSync(path(name).replace(/\/[^/]*$/, ""), { recursive: true });
    writeFileSync(path(name), "made");
    expect(await look(3)).toEqual([]);
  });

  it("does not tell what is written into a folder that is ignored from now on", async () => {
    const { path, ignored, look } = await setUp();
    mkdirSync(path("out"));
    writeFileSync(path("out/a.jsonl"), "1");
    expect(await look(2)).toEqual([["out/a.jsonl"]]);
    ignored.add(path("out"));
    writeFileSync(path("out/a.jsonl"), "2");
    writeFileSync(path("out/b.jsonl"), "1");
    expect(await look(3)).toHaveLength(1);
  });

  it("takes files that come into being during a build for the build's own", async () => {
    const { path, watch, look } = await setUp();
    await watch.whileBuilding(async () => {
      writeFileSync(path("Cargo.lock"), "made");
      await look(3);
      writeFileSync(path("go.sum"), "made, too");
    });
    expect(await look(3)).toEqual([]);
  });

  it("tells what was saved during a build after it", async () => {
    const { path, watch, look } = await setUp();
    await watch.whileBuilding(async () => {
      writeFileSync(path("src/main.ts"), "two");
      expect(await look(3)).toEqual([]);
    });
    expect(await look(2)).toEqual([["src/main.ts"]]);
  });
});
