import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import asc from "assemblyscript/asc";
import { beforeAll, describe, expect, it } from "vitest";
import {
  capCoreModules,
  formatGuestStack,
  type GuestFrame,
  type LocateTrapOptions,
  locateTrap,
  readComponent,
} from "../../../host/sandbox/index.ts";

const memoryBytes = 1024 * 1024;

const source = `
function divide(a: i32, b: i32): i32 {
  return a / b;
}

export function run(): i32 {
  return divide(1, 0) + 1;
}
`;

interface Compiled {
  readonly wasm: Uint8Array;
  readonly map: string;
}

/** What asc writes for one file. */
async function compile(options: readonly string[]): Promise<Compiled> {
  const files = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    ["guest.ts", "--outFile", "guest.wasm", "--sourceMap", "--runtime", "stub", "--noAssert", ...options],
    {
      readFile: (name) => (name === "guest.ts" ? source : null),
      writeFile: (name, contents) => void files.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error !== null) throw new Error(stderr.toString());
  return { wasm: files.get("guest.wasm") as Uint8Array, map: files.get("guest.wasm.map") as string };
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** A component of core modules, each instantiated once. */
function componentOf(...modules: readonly Uint8Array[]): Uint8Array {
  const sections = modules.flatMap((module, index) => [
    Uint8Array.from([1, ...leb(module.length)]),
    module,
    Uint8Array.from([2, 4, 1, 0, index, 0]),
  ]);
  return Buffer.concat([Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]), ...sections]);
}

/** Compiles a module as the agent does, calls it, and gives V8's text of the trap. */
async function trap(component: Uint8Array, index = 0, imports: object = {}): Promise<string> {
  const file = readComponent(component);
  if (file.kind !== "component") throw new Error(JSON.stringify(file));
  const coreModules = Object.fromEntries(
    file.coreModules.map(({ start, end }, at) => [at, component.slice(start, end)]),
  );
  const capped = capCoreModules({ name: "files", component, coreModules, memoryBytes })[index]!;
  const instance = new WebAssembly.Instance(await WebAssembly.compile(new Uint8Array(capped)), imports);
  try {
    (instance.exports.run as () => void)();
  } catch (error) {
    return (error as Error).stack!;
  }
  throw new Error("expected a trap");
}

const locate = (stack: string, options: Omit<LocateTrapOptions, "memoryBytes">): GuestFrame[] =>
  locateTrap(stack, { memoryBytes, ...options });

describe("locateTrap", () => {
  let guest: Compiled;
  let component: Uint8Array;
  beforeAll(async () => {
    guest = await compile(["--debug", "-O0", "--exportTable", "--initialMemory", "2"]);
    component = componentOf(guest.wasm);
  });

  it("names functions, files and lines through the source map, though the cap moved the code", async () => {
    const frames = locate(await trap(component), { component, sourceMap: guest.map });
    expect(frames).toMatchObject([
      { functionName: "guest/divide", source: { file: "guest.ts", line: 3, column: expect.any(Number) } },
      { functionName: "guest/run", source: { file: "guest.ts", line: 7 } },
    ]);
    expect(formatGuestStack(frames)).toMatch(
      /^ {4}at guest\/divide \(guest\.ts:3:\d+\)\n {4}at guest\/run \(guest\.ts:7:\d+\)$/,
    );
  });

  it("gives names and offsets of the author's own file without a source map", async () => {
    const [frame] = locate(await trap(component), { component });
    expect(frame).toMatchObject({ functionName: "guest/divide" });
    expect(frame).not.toHaveProperty("source");
    // i32.div_s stands at that offset of the module as it was built.
    expect(guest.wasm[frame!.offset]).toBe(0x6d);
    expect(formatGuestStack([frame!])).toMatch(/at guest\/divide \(offset 0x[0-9a-f]+\)/);
  });

  it("gives indexes and offsets where there is no name section either", async () => {
    const core = await parse('(module (memory 1) (func (export "run") unreachable))');
    const stripped = componentOf(withoutCustomSections(core));
    const frames = locate(await trap(stripped), { component: stripped });
    expect(frames).toEqual([{ functionIndex: 0, offset: expect.any(Number) }]);
    expect(formatGuestStack(frames)).toMatch(/at function 0 \(offset 0x/);
  });

  it("tells several core modules apart, and maps only the one whose map it is", async () => {
    const shim = await parse(
      '(module (import "m" "run" (func $inner (result i32))) (memory 1) (func $shim (export "run") (nop) (drop (call $inner))))',
    );
    const both = componentOf(shim, guest.wasm);
    const inner = new WebAssembly.Instance(await WebAssembly.compile(await cappedOf(both, 1)));
    const run = inner.exports.run as () => number;
    const stack = await trap(both, 0, { m: { run } });
    const frames = locate(stack, { component: both, sourceMap: guest.map });
    expect(frames.map(({ functionName }) => functionName)).toEqual(["guest/divide", "guest/run", "shim"]);
    expect(frames.map((frame) => frame.source?.line)).toEqual([3, 7, undefined]);
  });

  it("takes a map that is none for no map", async () => {
    const stack = await trap(component);
    for (const sourceMap of ["", "{}", "not json", '{"version":3,"mappings":"????","sources":[]}']) {
      expect(locate(stack, { component, sourceMap })[0]).not.toHaveProperty("source");
    }
  });

  it("finds nothing in a stack without WebAssembly", () => {
    expect(locate(new Error("host").stack!, { component })).toEqual([]);
    expect(locate("", { component })).toEqual([]);
  });

  it("lets no function's name forge lines or fill a terminal", async () => {
    const evil = `evil\\0a    at host (agent.ts:1:1)\\1b[2J${"x".repeat(500)}`;
    const core = await parse(`(module (memory 1) (func (@name "${evil}") (export "run") unreachable))`);
    const forged = componentOf(core);
    const text = formatGuestStack(locate(await trap(forged), { component: forged }));
    expect(text.split("\n")).toHaveLength(1);
    expect(text).not.toContain("\x1b");
    expect(text.length).toBeLessThan(300);
  });

  it("reads frames that point nowhere", () => {
    const stack =
      "Error\n    at f (wasm://wasm/1234abcd:wasm-function[99]:0xffffff)\n    at wasm://wasm/x:wasm-function[1]:0x1";
    expect(locate(stack, { component })).toEqual([
      { functionIndex: 99, offset: 0xffffff },
      { functionIndex: 1, offset: 1 },
    ]);
  });
});

async function cappedOf(component: Uint8Array, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = readComponent(component);
  if (file.kind !== "component") throw new Error(JSON.stringify(file));
  const { start, end } = file.coreModules[index]!;
  const core = component.slice(start, end);
  return new Uint8Array(
    capCoreModules({ name: "files", component, coreModules: { core }, memoryBytes }).core!,
  );
}

/** The module's sections are shorter than 128 bytes. */
function withoutCustomSections(module: Uint8Array): Uint8Array {
  const kept = [...module.subarray(0, 8)];
  for (let at = 8; at < module.length; at += 2 + module[at + 1]!) {
    if (module[at] !== 0) kept.push(...module.subarray(at, at + 2 + module[at + 1]!));
  }
  return Uint8Array.from(kept);
}
