import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { pluginInterface } from "../../../host/contract/index.ts";
import { type Component, type Item, readComponent } from "../../../host/sandbox/index.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

async function read(wat: string): Promise<Component> {
  const file = readComponent(await parse(wat));
  if (file.kind !== "component") throw new Error(`expected a component, found ${JSON.stringify(file)}`);
  return file;
}

function itemsOf(item: Item | undefined): ReadonlyMap<string, Item> {
  if (item?.kind !== "instance") throw new Error(`expected an instance, found ${item?.kind}`);
  return item.items;
}

const u32 = { kind: "primitive", name: "u32" };

describe("readComponent", () => {
  it("finds the types of an exported instance that carries none of its own", async () => {
    const file = readComponent(await buildWatPlugin({ wat: honestWat() })) as Component;
    const items = itemsOf(file.exports.get(pluginInterface));
    expect([...items.keys()]).toEqual([
      "accepted",
      "config-type",
      "failure",
      "span-batch",
      "trace-exporter",
      "[method]trace-exporter.export-spans",
      "trace-exporters-from-config",
      "stop",
    ]);
    const resource = { kind: "resource", name: `${pluginInterface}.trace-exporter` };
    expect(items.get("[method]trace-exporter.export-spans")).toMatchObject({
      kind: "function",
      parameters: [
        { name: "self", type: { kind: "borrow", resource } },
        {
          name: "batch",
          type: { kind: "record", fields: [{ name: "spans" }, { name: "span-count", type: u32 }] },
        },
      ],
      result: {
        kind: "result",
        err: { kind: "variant", cases: [{ name: "retryable" }, { name: "permanent" }] },
      },
    });
  });

  it("tells core modules with their memories, tables, sections and tools", async () => {
    const bytes = await buildWatPlugin({
      wat: honestWat({
        imports: '(import "spandock:exporter/config@1.0.0" "yaml-to-json" (func (param i32 i32 i32)))',
        memoryPages: 3,
      }),
    });
    const { coreModules, producers, sectionBytes } = readComponent(bytes) as Component;
    expect(coreModules.map(({ instances }) => instances)).toEqual([1, 1, 1]);
    expect(coreModules[0]).toMatchObject({ memories: [{ minimum: 3 }], tables: [] });
    expect(coreModules[1]).toMatchObject({ memories: [], tables: [{ minimum: 1, maximum: 1 }] });
    for (const { start, end } of coreModules) {
      await expect(WebAssembly.compile(bytes.slice(start, end))).resolves.toBeDefined();
    }
    expect(producers).toEqual([
      { field: "processed-by", name: "wit-component", version: expect.any(String) },
    ]);
    expect(sectionBytes.get("core code")).toBeGreaterThan(0);
    expect(sectionBytes.get("types")).toBeGreaterThan(0);
  });

  it("follows outer aliases, inline exports and types that an export is given", async () => {
    const { exports } = await read(`(component
      (type $point (record (field "x" u32)))
      (import "point" (type $named (eq $point)))
      (component $inner
        (alias outer 1 $named (type $seen))
        (core module $m (func (export "f") (param i32)))
        (core instance $i (instantiate $m))
        (import "t" (type $given (eq $seen)))
        (func $f (param "p" $given) (canon lift (core func $i "f")))
        (export "f" (func $f)))
      (instance $made (instantiate $inner (with "t" (type $named))))
      (alias export $made "f" (func $f))
      (export $exported "point" (type $named))
      (instance $bundle (export "point" (type $exported)) (export "f" (func $f)))
      (export "bundle" (instance $bundle)))`);
    const items = itemsOf(exports.get("bundle"));
    const point = { kind: "record", fields: [{ name: "x", type: u32 }] };
    expect(items.get("f")).toMatchObject({ kind: "function", parameters: [{ name: "p", type: point }] });
    expect(items.get("point")).toEqual({ kind: "type", type: point });
  });

  it("keeps the resources of two uses of one instance type apart, and knows a used one again", async () => {
    const { imports } = await read(`(component
      (type $door (instance (export "door" (type (sub resource)))))
      (import "a" (instance $a (type $door)))
      (import "b" (instance $b (type $door)))
      (alias export $a "door" (type $a-door))
      (type $user (instance (alias outer 1 $a-door (type $d)) (export "door" (type $e (eq $d)))
        (export "open" (func (param "d" (own $e))))))
      (import "user" (instance (type $user))))`);
    const door = (name: string) => itemsOf(imports.get(name)).get("door");
    expect(door("a")).toEqual({ kind: "type", type: { kind: "resource", name: "a.door" } });
    expect(door("b")).toEqual({ kind: "type", type: { kind: "resource", name: "b.door" } });
    expect(door("user")).toEqual(door("a"));
    expect(itemsOf(imports.get("user")).get("open")).toMatchObject({
      parameters: [{ type: { kind: "own", resource: { name: "a.door" } } }],
    });
  });

  it("counts how often each core module is instantiated, over all levels", async () => {
    const { coreModules } = await read(`(component
      (component $pair
        (core module $m (memory 1))
        (core instance (instantiate $m)) (core instance (instantiate $m)))
      (component $four (alias outer 1 $pair (component $p)) (instance (instantiate $p)) (instance (instantiate $p)))
      (core module $never (memory 2))
      (instance (instantiate $four)) (instance (instantiate $pair)))`);
    expect(coreModules.map(({ memories, instances }) => [memories[0]?.minimum, instances])).toEqual([
      [1, 6],
      [2, 0],
    ]);
  });

  it("names what components inside it import", async () => {
    const { nestedImports } = await read(`(component
      (component $inner (import "some:where/door@1.0.0" (instance)))
      (instance $door) (instance (instantiate $inner (with "some:where/door@1.0.0" (instance $door)))))`);
    expect(nestedImports).toEqual(["some:where/door@1.0.0"]);
  });

  it("reads every kind of type", async () => {
    const { exports } = await read(`(component
      (type $f (flags "a" "b")) (export "flags" (type $f))
      (type $e (enum "x")) (export "enum" (type $e))
      (type $t (tuple u8 char bool)) (export "tuple" (type $t))
      (type $r (result)) (export "result" (type $r))
      (type $o (option f64)) (export "option" (type $o))
      (type $p s64) (export "plain" (type $p)))`);
    const types = [...exports.values()].map((item) => (item.kind === "type" ? item.type : item));
    expect(types).toEqual([
      { kind: "flags", names: ["a", "b"] },
      { kind: "enum", names: ["x"] },
      {
        kind: "tuple",
        elements: ["u8", "char", "bool"].map((name) => ({ kind: "primitive", name })),
      },
      { kind: "result" },
      { kind: "option", some: { kind: "primitive", name: "f64" } },
      { kind: "primitive", name: "s64" },
    ]);
  });

  it("tells a core module, and what is no WebAssembly", async () => {
    expect(readComponent(await parse("(module (memory 5))"))).toMatchObject({
      kind: "core-module",
      module: { memories: [{ minimum: 5 }] },
    });
    expect(readComponent(new Uint8Array())).toEqual({ kind: "not-wasm", reason: "the file is empty" });
    expect(readComponent(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))).toMatchObject({ kind: "not-wasm" });
  });

  it.each([
    ["of a version to come", [0, 0x61, 0x73, 0x6d, 0x0e, 0, 1, 0], "its version bytes are 14,0,1,0"],
    ["with a start function", [...preamble(), 9, 3, 0, 0, 0], "values or a start function"],
    ["with an unknown built-in", [...preamble(), 8, 2, 1, 0x77], "canonical built-in 0x77"],
    ["with attributes beside a name", [...preamble(), 10, 5, 1, 2, 1, 0x61, 0], "a name of the form 0x2"],
  ])("refuses a component %s", (_, bytes, reason) => {
    const file = readComponent(Uint8Array.from(bytes));
    expect(file).toMatchObject({ kind: "unsupported" });
    expect((file as { reason: string }).reason).toContain(reason);
  });

  it.each([
    [
      "a count larger than what follows",
      [7, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 0],
      "4294967295 definitions announced",
    ],
    ["a section longer than the file", [7, 100, 0], "truncated: section 7 of 100 bytes"],
    ["an unknown section", [77, 0], "section 77 is not known"],
    ["bytes left over in a section", [7, 3, 1, 0x7f, 0], "1 bytes too many"],
    ["a number of more than 32 bits", [7, 0xff, 0xff, 0xff, 0xff, 0x7f], "no number of 32 bits"],
    ["a name that is not UTF-8", [0, 2, 1, 0xff], "is not UTF-8"],
  ])("says where a damaged file has %s", (_, bytes, reason) => {
    const file = readComponent(Uint8Array.from([...preamble(), ...bytes]));
    expect(file).toMatchObject({ kind: "not-wasm" });
    expect((file as { reason: string }).reason).toMatch(/^at byte \d+: /);
    expect((file as { reason: string }).reason).toContain(reason);
  });
});

function preamble(): number[] {
  return [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];
}
