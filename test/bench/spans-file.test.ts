import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SpansFile } from "../../bench/peers/spans-file.ts";

const ownLine = '{"at":"2026-11-24T10:00:00.000Z","span_data":[{},{},{}]}\n';
const collectorLine =
  '{"resourceSpans":[{"scopeSpans":[{"spans":[{},{}]}]},{"scopeSpans":[{"spans":[{}]}]}]}\n';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spandock-test-"));
  path = join(folder, "spans.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("SpansFile", () => {
  it.each([
    ["the files exporter", ownLine],
    ["the Collector", collectorLine],
  ])("counts whole bodies in what %s writes, and empties the file", async (_who, line) => {
    const file = new SpansFile(path, 3);
    appendFileSync(path, line);
    await file.learn();
    expect(statSync(path).size).toBe(0);

    appendFileSync(path, line.repeat(4));
    expect(await file.bodiesSinceLast(3)).toBe(4);
    appendFileSync(path, line.repeat(2));
    expect(await file.bodiesSinceLast(2)).toBe(2);
  });

  it("waits for the rest of a line and for lines that are still to come", async () => {
    const file = new SpansFile(path, 3);
    appendFileSync(path, ownLine);
    await file.learn();

    appendFileSync(path, ownLine + ownLine.slice(0, 10));
    let isOver = false;
    const counted = file.bodiesSinceLast(2).finally(() => {
      isOver = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    appendFileSync(path, ownLine.slice(10));
    expect(await counted).toBe(2);
  });

  it("refuses a file whose line lacks a span", async () => {
    appendFileSync(path, ownLine);
    await expect(new SpansFile(path, 4).learn()).rejects.toThrow("3 spans of a body of 4");
  });
});
