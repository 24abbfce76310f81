import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { FileWatch } from "../../host/agent/file-watch.ts";
import { FakeClock } from "../pipeline/fake-clock.ts";
import { TemporaryFolder } from "../support/agent-process.ts";

async function setUp() {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const file = folder.file("spandock.yaml", "one");
  const files = [file];
  const clock = new FakeClock();
  let changes = 0;
  const watch = new FileWatch({
    clock,
    files: () => files,
    onChange: () => {
      changes += 1;
    },
  });
  await watch.start();
  onTestFinished(() => watch.stop());
  /** One look, to its end; how often a change was told up to now. */
  const look = async () => {
    await clock.advance(400);
    while (clock.pending === 0) await turn();
    return changes;
  };
  return { path: folder.path, file, files, watch, clock, look };
}

describe("a watch on files", () => {
  it("tells nothing while nothing changes", async () => {
    const { look } = await setUp();
    for (let count = 0; count < 5; count += 1) expect(await look()).toBe(0);
  });

  it("tells a change once, when the file has stayed the same for two looks", async () => {
    const { file, look } = await setUp();
    writeFileSync(file, "two, but not all of it");
    expect(await look()).toBe(0);
    appendFileSync(file, " yet");
    expect(await look()).toBe(0);
    appendFileSync(file, ", now");
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
    expect(await look()).toBe(1);
  });

  it("sees a file that another one is moved over, of the same length and time", async () => {
    const { path, file, look } = await setUp();
    writeFileSync(join(path, "new"), "two");
    renameSync(join(path, "new"), file);
    await look();
    expect(await look()).toBe(1);
  });

  it("waits for a file that is away", async () => {
    const { file, look } = await setUp();
    rmSync(file);
    expect(await look()).toBe(0);
    expect(await look()).toBe(0);
    writeFileSync(file, "back");
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
  });

  it("sees that a link to the file's folder leads elsewhere", async () => {
    const { path, files, look } = await setUp();
    for (const version of ["one", "two"]) {
      mkdirSync(join(path, version));
      writeFileSync(join(path, version, "plugin.wasm"), version);
    }
    symlinkSync("one", join(path, "current"));
    files.push(join(path, "current/plugin.wasm"));
    await look();
    expect(await look()).toBe(0);
    symlinkSync("two", join(path, "next"));
    renameSync(join(path, "next"), join(path, "current"));
    await look();
    expect(await look()).toBe(1);
  });

  it("tells nothing of a file that is new to it", async () => {
    const { path, files, look } = await setUp();
    writeFileSync(join(path, "more.wasm"), "more");
    files.push(join(path, "more.wasm"));
    for (let count = 0; count < 3; count += 1) expect(await look()).toBe(0);
    writeFileSync(join(path, "more.wasm"), "changed");
    await look();
    expect(await look()).toBe(1);
  });

  it("sets no timer after its stop", async () => {
    const { watch, clock } = await setUp();
    await watch.stop();
    expect(clock.pending).toBe(0);
  });
});
