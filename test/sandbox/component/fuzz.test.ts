import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { inspectPlugin } from "../../../host/plugins/verification/index.ts";
import { readComponent } from "../../../host/sandbox/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

let plugin: Uint8Array;

beforeAll(async () => {
  const imports = `
    (import "spandock:exporter/config@1.0.0" "yaml-to-json" (func (param i32 i32 i32)))
    (import "spandock:exporter/log@1.0.0" "log" (func (param i32 i32 i32 i32 i32)))`;
  plugin = await buildWatPlugin({ wat: honestWat({ imports }) });
});

const kinds = ["not-wasm", "unsupported", "core-module", "component"];

/** Whatever the bytes are: an answer of the four kinds, and a report with a reason unless it is a plugin. */
function expectAnswer(bytes: Uint8Array): void {
  expect(kinds).toContain(readComponent(bytes).kind);
  const { refusal } = inspectPlugin(bytes);
  if (refusal !== undefined) expect(refusal.message.length).toBeLessThan(20_000);
}

describe("readComponent and inspectPlugin", () => {
  it("answer for a plugin that is cut at any byte", () => {
    for (let length = 0; length < plugin.length; length++) {
      const file = readComponent(plugin.subarray(0, length));
      // A cut between two sections leaves a component, but never the plugin.
      expect(kinds).toContain(file.kind);
      const { code } = inspectPlugin(plugin.subarray(0, length)).refusal ?? {};
      const exportsAreCut = length < exportSectionEnd(plugin);
      if (exportsAreCut) expect(code, `cut at ${length}`).toBeDefined();
    }
  });

  it("answer for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectAnswer(bytes)),
      { numRuns: 500 },
    );
  });

  it("answer for any sections of a component", () => {
    const section = fc.tuple(fc.integer({ min: 0, max: 13 }), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(section, { maxLength: 8 }), (sections) => {
        const parts = sections.map(([id, content]) => [id, content.length, ...content]);
        expectAnswer(Uint8Array.from([...plugin.subarray(0, 8), ...parts.flat()]));
      }),
      { numRuns: 1000 },
    );
  });

  it("answer for a plugin with some bytes changed", () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Uint8Array.from(plugin);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expectAnswer(bytes);
      }),
      { numRuns: 1500 },
    );
  });

  it("answer for a plugin with a piece cut out or doubled", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 200 }), fc.boolean(), (at, length, doubled) => {
        const start = at % plugin.length;
        const rest = plugin.subarray(doubled ? start : start + length);
        expectAnswer(Buffer.concat([plugin.subarray(0, doubled ? start + length : start), rest]));
      }),
      { numRuns: 700 },
    );
  });

  it("tell the same of a plugin with custom sections between its own", () => {
    const { imports, exports, nestedImports } = component(plugin);
    const ends = sectionEnds(plugin);
    const custom = fc.record({
      at: fc.nat({ max: ends.length - 1 }),
      name: fc.string({ maxLength: 20 }).filter((name) => name !== "producers"),
      content: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(custom, ({ at, name, content }) => {
        const bytes = Buffer.from(name);
        const body = [bytes.length, ...bytes, ...content];
        const section = Uint8Array.from([0, body.length, ...body]);
        const [before, after] = [plugin.subarray(0, ends[at]), plugin.subarray(ends[at])];
        const found = component(Buffer.concat([before, section, after]));
        expect(found).toMatchObject({ imports, exports, nestedImports });
      }),
      { numRuns: 200 },
    );
  });
});

function component(bytes: Uint8Array) {
  const file = readComponent(bytes);
  if (file.kind !== "component") throw new Error(JSON.stringify(file));
  return file;
}

/** Where sections end, the preamble counting as one. The plugin's sections are shorter than 2 MiB. */
function sectionEnds(bytes: Uint8Array): number[] {
  const ends = [8];
  for (let at = 8; at < bytes.length; ends.push(at)) {
    let [size, shift] = [0, 0];
    do {
      at++;
      size |= (bytes[at]! & 0x7f) << shift;
      shift += 7;
    } while (bytes[at]! & 0x80);
    at += 1 + size;
  }
  return ends;
}

function exportSectionEnd(bytes: Uint8Array): number {
  const ends = sectionEnds(bytes);
  const index = ends.findIndex((start) => bytes[start] === 11);
  return ends[index + 1]!;
}
