import { componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SpandockError } from "../../../host/contract/index.ts";
import { capCoreModules, readComponent } from "../../../host/sandbox/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

const mebibyte = 1024 * 1024;

/** As the compiler hands them over: the component's core modules, byte by byte. */
function coreModulesOf(component: Uint8Array): Record<string, Uint8Array> {
  const file = readComponent(component);
  if (file.kind !== "component") throw new Error(JSON.stringify(file));
  const named = file.coreModules.map(({ start, end }, index) => [
    `core${index}`,
    component.slice(start, end),
  ]);
  return Object.fromEntries(named);
}

function cap(component: Uint8Array, memoryBytes: number): Uint8Array[] {
  const coreModules = coreModulesOf(component);
  return Object.values(capCoreModules({ name: "files", component, coreModules, memoryBytes }));
}

function refusalOf(component: Uint8Array, memoryBytes: number): SpandockError {
  try {
    cap(component, memoryBytes);
  } catch (error) {
    return error as SpandockError;
  }
  throw new Error("expected a refusal");
}

async function instantiate(bytes: Uint8Array | undefined) {
  const module = await WebAssembly.compile(new Uint8Array(bytes!));
  return new WebAssembly.Instance(module).exports as Record<string, (units: number) => number>;
}

const growing = `(core module $m
  (type (func (result i32)))
  (table $t 3 funcref) (table $u 2 10 externref)
  (memory (export "memory") 2)
  (global i32 (i32.const 7))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "growTable") (param i32) (result i32) (table.grow $t (ref.null func) (local.get 0)))
  (func (export "growOther") (param i32) (result i32) (table.grow $u (ref.null extern) (local.get 0)))
  (elem (table $t) (i32.const 0) func 0)
  (data (i32.const 65536) "kept"))`;

describe("capCoreModules", () => {
  it("makes memory.grow fail at the cap, and not before", async () => {
    const component = await parse(`(component ${growing} (core instance (instantiate $m)))`);
    const guest = await instantiate(cap(component, mebibyte)[0]);
    // A 64th of 14 pages less 40 bytes is set aside for tables; it is more than the second table can take.
    expect(guest.grow!(20)).toBe(-1);
    const pages = guest.grow!(12);
    expect(pages).toBe(2);
    expect(guest.grow!(2)).toBe(-1);
  });

  it("makes table.grow fail at its share", async () => {
    const component = await parse(`(component ${growing} (core instance (instantiate $m)))`);
    const guest = await instantiate(cap(component, 64 * mebibyte)[0]);
    expect(guest.growTable!(200_000)).toBe(-1);
    expect(guest.growTable!(100_000)).toBe(3);
    expect(guest.growOther!(9)).toBe(-1);
    expect(guest.growOther!(8)).toBe(2);
  });

  it("keeps what the module holds and does", async () => {
    const component = await parse(`(component ${growing} (core instance (instantiate $m)))`);
    const guest = await instantiate(cap(component, mebibyte)[0]);
    const { buffer } = guest.memory as unknown as WebAssembly.Memory;
    expect(Buffer.from(buffer, 65536, 4).toString()).toBe("kept");
  });

  it("keeps the expression that initializes a table", async () => {
    const wat = `(component (core module $m
      (func $f (result i32) (i32.const 42)) (elem declare func $f) (type $r (func (result i32)))
      (table $t 2 (ref null func) (ref.func $f)) (memory 1)
      (func (export "call") (param i32) (result i32) (call_indirect $t (type $r) (local.get 0))))
      (core instance (instantiate $m)))`;
    const [bytes] = cap(await parse(wat), mebibyte);
    const file = readComponent(bytes!);
    expect(file).toMatchObject({ kind: "core-module", module: { memories: [{ minimum: 1, maximum: 15 }] } });
    // Node 20 has no typed function references: the module is read again instead of run.
    expect(file).toMatchObject({ module: { tables: [{ minimum: 2, maximum: expect.any(Number) }] } });
  });

  it("leaves a module that declares neither memory nor table as it is", async () => {
    const component = await parse('(component (core module $m (func (export "f"))))');
    const [bytes] = cap(component, mebibyte);
    expect(Buffer.compare(bytes!, Object.values(coreModulesOf(component))[0]!)).toBe(0);
  });

  it("counts a module as often as the component instantiates it", async () => {
    const component = await parse(`(component
      (component $inner (core module $m (memory 1)) (core instance (instantiate $m)) (core instance (instantiate $m)))
      (instance (instantiate $inner)) (instance (instantiate $inner)))`);
    const [bytes] = cap(component, mebibyte);
    expect(readComponent(bytes!)).toMatchObject({ module: { memories: [{ minimum: 1, maximum: 4 }] } });
  });

  it("counts modules with the same bytes together, whichever the compiler keeps", async () => {
    const component = await parse(`(component
      (core module (memory 1)) (core module (memory 1))
      (core instance (instantiate 0)) (core instance (instantiate 1)) (core instance (instantiate 0)))`);
    for (const bytes of cap(component, 6 * 65536)) {
      expect(readComponent(bytes)).toMatchObject({ module: { memories: [{ minimum: 1, maximum: 2 }] } });
    }
  });

  it("refuses by name and figure what is above the cap from the start", async () => {
    const component = await buildWatPlugin({ wat: honestWat({ memoryPages: 1025 }) });
    const { code, message } = refusalOf(component, 64 * mebibyte);
    expect(code).toBe("PLUGIN_MEMORY");
    expect(message).toBe(
      "files: its memories and tables take 64.0625 MiB from the start; limits.memory is 64 MiB",
    );
    expect(cap(component, 65 * mebibyte)).toHaveLength(1);
  });

  it("names a difference of a few bytes", async () => {
    const component = await parse(
      "(component (core module $m (memory 16) (table 1 funcref)) (core instance (instantiate $m)))",
    );
    expect(refusalOf(component, mebibyte).message).toContain("take 1.000008 MiB from the start");
  });

  it.each([
    ["shared", "(memory 1 2 shared)", "a shared memory"],
    ["64-bit", "(memory i64 1)", "a 64-bit memory"],
  ])("refuses %s memory", async (_, memory, text) => {
    const core = await parse(`(module ${memory})`);
    const section = [1, ...leb(core.length), ...core];
    const component = Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, ...section]);
    const refusal = (() => {
      try {
        capCoreModules({ name: "files", component, coreModules: { core }, memoryBytes: mebibyte });
      } catch (error) {
        return error as SpandockError;
      }
    })();
    expect(refusal?.code).toBe("PLUGIN_LOAD_FAILED");
    expect(refusal?.message).toContain(text);
  });

  it("refuses a module that is not the component's own", async () => {
    const component = await buildWatPlugin({ wat: honestWat({ memoryPages: 1 }) });
    const core = await parse("(module (memory 1))");
    expect(() =>
      capCoreModules({ name: "files", component, coreModules: { core }, memoryBytes: mebibyte }),
    ).toThrow("files: its memory can't be capped: the compiler had to change the core module core");
  });

  it("makes nothing invalid that was valid", async () => {
    const part = fc.constantFrom(
      "(memory 1)",
      "(memory 1 9)",
      "(table 0 funcref)",
      "(table 3 3 externref)",
      "(table 1 funcref) (table 200 funcref)",
      '(global (export "g") i32 (i32.const 1))',
      '(func (export "f") (result i32) (i32.const 1))',
      '(@custom "x" (before memory) "y")',
    );
    const run = async (parts: readonly string[]) => {
      const core = await parse(`(module ${parts.join("\n")})`);
      const valid = await isValid(core);
      const component = await componentNew(core).catch(() => undefined);
      if (!valid || component === undefined) return;
      for (const bytes of cap(component, mebibyte)) expect(await isValid(bytes)).toBe(true);
    };
    await fc.assert(fc.asyncProperty(fc.uniqueArray(part, { maxLength: 5 }), run), { numRuns: 60 });
  });
});

async function isValid(bytes: Uint8Array): Promise<boolean> {
  return await WebAssembly.compile(new Uint8Array(bytes)).then(
    () => true,
    () => false,
  );
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
