import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeadLetter, DeadLetterDirectory, readDeadLetter } from "../../host/pipeline/index.ts";
import { FakeClock } from "./fake-clock.ts";

const letter = (text: string): DeadLetter => ({
  exporter: "files",
  digest: "sha256:ab",
  batch: { spans: new TextEncoder().encode(text), spanCount: 3 },
  failures: [{ target: 1, reason: "permanent", message: "no such table" }],
  tries: 2,
});

describe("the dead letter directory", () => {
  let parent: string;
  let directory: string;
  const open = (maxBytes = 100_000) =>
    DeadLetterDirectory.open({ directory, maxBytes, clock: new FakeClock() });

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "spandock-dead-letters-"));
    directory = join(parent, "made/for/it");
  });
  afterEach(() => rm(parent, { recursive: true }));

  it("keeps the bytes and why they are there, and gives both back", async () => {
    await (await open()).put(letter("spans"));
    const names = (await readdir(directory)).sort();
    expect(names).toEqual(["20260101T000000.000Z-000001.json", "20260101T000000.000Z-000001.otlp"]);
    for (const name of names) {
      const { note, batch } = await readDeadLetter(join(directory, name));
      expect(batch).toEqual({ spans: new TextEncoder().encode("spans"), spanCount: 3 });
      expect(note).toMatchObject({
        at: "2026-01-01T00:00:00.000Z",
        exporter: "files",
        digest: "sha256:ab",
        tries: 2,
        failures: [{ target: 1, reason: "permanent", message: "no such table" }],
      });
    }
  });

  it("lets nobody but its user read the spans", async () => {
    await (await open()).put(letter("spans"));
    for (const name of await readdir(directory)) {
      expect((await stat(join(directory, name))).mode & 0o077).toBe(0);
    }
  });

  it("keeps letters of one moment, and of a later start, apart", async () => {
    const first = await open();
    await Promise.all([first.put(letter("a")), first.put(letter("b"))]);
    await (await open()).put(letter("c"));
    const texts = (await readdir(directory)).filter((name) => name.endsWith(".otlp")).sort();
    expect(await Promise.all(texts.map((name) => readFile(join(directory, name), "utf8")))).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("refuses what exceeds its bytes, counting what was there at the start", async () => {
    await (await open()).put(letter("a"));
    const { usedBytes } = await open();
    const full = await open(usedBytes + 10);
    await expect(full.put(letter("b"))).rejects.toThrow(
      `the dead letters hold ${usedBytes} of ${usedBytes + 10} bytes`,
    );
    expect(await readdir(directory)).toHaveLength(2);
    await (await open()).put(letter("b"));
  });

  it("clears away a write that was cut off", async () => {
    await open();
    await writeFile(join(directory, "20260101T000000.000Z-000001.otlp.part"), "half");
    expect((await open()).usedBytes).toBe(0);
    expect(await readdir(directory)).toEqual([]);
  });

  it("does not take changed bytes or a foreign note for a letter", async () => {
    await (await open()).put(letter("spans"));
    const stem = join(directory, "20260101T000000.000Z-000001");
    await writeFile(`${stem}.otlp`, "Spans");
    await expect(readDeadLetter(`${stem}.otlp`)).rejects.toThrow(/expected bytes with SHA-256/);
    await writeFile(`${stem}.json`, '{"spans": 1}');
    await expect(readDeadLetter(`${stem}.otlp`)).rejects.toThrow(/expected exporter, spans/);
    await writeFile(`${stem}.json`, "{");
    await expect(readDeadLetter(`${stem}.otlp`)).rejects.toThrow(/expected JSON/);
  });
});
