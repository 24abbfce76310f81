import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { compilePlugin } from "./support/compile-plugin.ts";
import { type LoadedExporter, loadPlugin } from "./support/load-plugin.ts";
import { textOf } from "./support/probe.ts";

const source = readFileSync(new URL("fixtures/text-probe.as.ts", import.meta.url), "utf8");

/** What stands for itself, what is escaped, and characters of 2, 3 and 4 bytes. */
const character = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(..."abz ~\u007f") },
  fc.constantFrom(...'"\\\b\t\n\f\r\u0000\u001f', ..."üߤ漢\ud7ff\ue000🙂\u{10ffff}"),
);
const short = fc.string({ unit: character, maxLength: 40 });
/** Around the lengths at which texts are written in pieces. */
const long = fc
  .tuple(fc.constantFrom(1000, 4090, 8180), fc.string({ unit: character, maxLength: 30 }), short)
  .map(([length, middle, last]) => "x".repeat(length) + middle.repeat(3) + last);
const text = fc.oneof({ weight: 4, arbitrary: short }, long);

describe.each([
  ["with SIMD, as the SDK's asconfig.json has it", []],
  ["without SIMD", ["--disable", "simd"]],
])("a text of the batch, written as JSON %s", (_, flags) => {
  let exporters: LoadedExporter[];
  beforeAll(async () => {
    const { wasm } = await compilePlugin(source, { target: "release", flags });
    const made = (await loadPlugin(wasm)).configure("");
    if ("err" in made) throw new Error(made.err);
    exporters = made.ok;
  });
  const written = (bytes: Uint8Array) => textOf(exporters[0]!.exportSpans(bytes));

  it("is what JSON.stringify writes, byte for byte", () => {
    fc.assert(
      fc.property(text, (each) => {
        const bytes = Buffer.from(each);
        expect(written(bytes)).toBe(JSON.stringify([each, bytes.toString("hex")]));
      }),
      { numRuns: 300 },
    );
  });

  it("has U+FFFD for each byte that belongs to no character, and the rest as it is", () => {
    const broken = fc.array(
      fc.oneof(
        short.map((each) => [each, Buffer.from(each)] as const),
        fc.nat({ max: 127 }).map((byte) => ["\ufffd", Buffer.of(byte | 0x80)] as const),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.nat({ max: 4100 }), broken, (before, pieces) => {
        // A lone byte may only be followed by what it makes no character with.
        const parts = [["x".repeat(before), Buffer.alloc(before, "x")] as const, ...pieces];
        const expected = parts.map(([each]) => `${each}.`).join("");
        const bytes = Buffer.concat(parts.map(([, each]) => Buffer.concat([each, Buffer.from(".")])));
        expect(JSON.parse(written(bytes))[0]).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("is the same where nothing lies behind it, at the end of the memory", () => {
    fc.assert(
      fc.property(short, (each) => {
        const bytes = Buffer.from(each);
        expect(textOf(exporters[1]!.exportSpans(bytes))).toBe(written(bytes));
      }),
      { numRuns: 100 },
    );
  });
});
