import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import type { ErrorCode, SpandockError } from "../../../host/contract/index.ts";
import { verifyPlugin } from "../../../host/plugins/verification/index.ts";
import { buildWatPlugin, contractWit, honestWat } from "../../support/wat-plugin.ts";

function refusalOf(bytes: Uint8Array): SpandockError | undefined {
  try {
    verifyPlugin({ name: "files", bytes });
    return undefined;
  } catch (error) {
    return error as SpandockError;
  }
}

async function expectRefusal(bytes: Promise<Uint8Array> | Uint8Array, code: ErrorCode): Promise<string> {
  const refusal = refusalOf(await bytes);
  expect(refusal?.code).toBe(code);
  expect(refusal?.message).toMatch(/^files: /);
  return `${refusal?.message} | ${refusal?.fix}`;
}

/** The honest plugin, for a WIT with other words in it. */
async function changed(from: string, to: string, wat = honestWat()): Promise<Uint8Array> {
  expect(contractWit).toContain(from);
  return await buildWatPlugin({ wat, wit: contractWit.replace(from, to) });
}

const imports = `
  (import "spandock:exporter/config@1.0.0" "yaml-to-json" (func (param i32 i32 i32)))
  (import "spandock:exporter/log@1.0.0" "log" (func (param i32 i32 i32 i32 i32)))`;

describe("a plugin is taken", () => {
  it("when it exports the contract and imports nothing", async () => {
    expect(refusalOf(await buildWatPlugin({ wat: honestWat() }))).toBeUndefined();
  });

  it("when it imports all of the contract", async () => {
    expect(refusalOf(await buildWatPlugin({ wat: honestWat({ imports }) }))).toBeUndefined();
  });

  it("when it imports WASI 0.2 beside the contract, of any patch version", async () => {
    const wit = `${contractWit.replace("import log;", "import log; import wasi:random/random@0.2.3;")}
      package wasi:random@0.2.3 { interface random { get-random-u64: func() -> u64; } }`;
    const random = '(import "wasi:random/random@0.2.3" "get-random-u64" (func (result i64)))';
    expect(refusalOf(await buildWatPlugin({ wat: honestWat({ imports: random }), wit }))).toBeUndefined();
  });
});

describe("no plugin is", () => {
  it.each([
    ["an empty file", new Uint8Array(), /the file is empty/],
    ["a text file", new TextEncoder().encode("hello world"), /starts with "hello wo", expected \\0asm/],
    ["a few bytes of WebAssembly", Uint8Array.of(0, 0x61, 0x73), /truncated/],
  ])("%s", async (_, bytes, text) => {
    expect(await expectRefusal(bytes, "PLUGIN_NOT_WASM")).toMatch(text);
  });

  it("a component that was not copied whole", async () => {
    const whole = await buildWatPlugin({ wat: honestWat() });
    const text = await expectRefusal(whole.subarray(0, whole.length - 100), "PLUGIN_NOT_WASM");
    expect(text).toMatch(/at byte \d+: truncated/);
  });

  it("a core module; the message says how to build a component", async () => {
    const text = await expectRefusal(parse(honestWat()), "PLUGIN_NOT_COMPONENT");
    expect(text).toMatch(/core WebAssembly module, expected a component.*npx asc/);
  });

  it("a component of another world; the message says what it exports", async () => {
    const wit = "package some:where@2.0.0; interface door { open: func(); } world w { export door; }";
    const wat = '(module (func (export "some:where/door@2.0.0#open")))';
    const text = await expectRefusal(buildWatPlugin({ wat, wit, world: "w" }), "PLUGIN_WRONG_WORLD");
    expect(text).toContain("exports spandock:exporter/trace-exporter-plugin@1.0.0");
    expect(text).toContain("found one that exports some:where/door@2.0.0");
  });

  it("a component that exports nothing", async () => {
    expect(await expectRefusal(parse("(component)"), "PLUGIN_WRONG_WORLD")).toContain("exports nothing");
  });

  it("a component that exports an interface of that name from another package", async () => {
    const text = await expectRefusal(
      parse(`(component (core module $m (func (export "f"))) (core instance $i (instantiate $m))
        (func $f (canon lift (core func $i "f"))) (instance $e (export "stop" (func $f)))
        (export "other:exporter/trace-exporter-plugin@1.0.0" (instance $e)))`),
      "PLUGIN_WRONG_WORLD",
    );
    expect(text).toContain("found one that exports other:exporter/trace-exporter-plugin@1.0.0");
  });

  it("a component that imports what nobody has", async () => {
    const wit = `${contractWit.replace("import log;", "import log; import not:ours/thing;")}
      package not:ours { interface thing { get: func() -> u64; } }`;
    const thing = '(import "not:ours/thing" "get" (func (result i64)))';
    const built = buildWatPlugin({ wat: honestWat({ imports: thing }), wit });
    expect(await expectRefusal(built, "PLUGIN_LOAD_FAILED")).toContain("imports not:ours/thing");
  });
});

describe("a plugin for another version of the contract is refused", () => {
  it.each(["1.0.1", "1.1.0", "0.9.0", "2.0.0", "1.0.0-rc.1", "1.0.0+build"])("%s", async (version) => {
    const wit = contractWit.replace("@1.0.0;", `@${version};`);
    const text = await expectRefusal(
      buildWatPlugin({ wat: honestWat({ version }), wit }),
      "PLUGIN_WRONG_VERSION",
    );
    expect(text).toContain(`built for spandock:exporter@${version} `);
    expect(text).toContain("this agent speaks spandock:exporter@1.0.0, exactly");
    expect(text).toContain("npm install @spandock/guest-sdk && npx asc");
  });

  it("none", async () => {
    const wit = contractWit.replace("@1.0.0;", ";");
    const wat = honestWat().replaceAll("@1.0.0", "");
    const text = await expectRefusal(buildWatPlugin({ wat, wit }), "PLUGIN_WRONG_VERSION");
    expect(text).toContain("built for spandock:exporter without a version");
  });

  it("an import of 1.0.1 beside the export of 1.0.0", async () => {
    const wit = `${contractWit.replace("import log;", "import spandock:exporter/log@1.0.1;")}
      package spandock:exporter@1.0.1 { interface log { log: func(); } }`;
    const other = '(import "spandock:exporter/log@1.0.1" "log" (func))';
    const text = await expectRefusal(
      buildWatPlugin({ wat: honestWat({ imports: other }), wit }),
      "PLUGIN_WRONG_VERSION",
    );
    expect(text).toContain("it imports spandock:exporter/log@1.0.1");
  });

  it("an import of 1.0.1 that a component inside it makes, whoever gives it", async () => {
    const text = await expectRefusal(
      parse(`(component
        (component $inner (import "spandock:exporter/log@1.0.1" (instance)))
        (instance $log)
        (instance (instantiate $inner (with "spandock:exporter/log@1.0.1" (instance $log)))))`),
      "PLUGIN_WRONG_VERSION",
    );
    expect(text).toContain("imports spandock:exporter/log@1.0.1");
  });
});

describe("a plugin that claims 1.0.0 with other types is refused", () => {
  it("with another field type, in WIT syntax on both sides", async () => {
    const wide = honestWat().replace("(param $count i32)", "(param $count i64)");
    const text = await expectRefusal(
      changed("span-count: u32", "span-count: u64", wide),
      "PLUGIN_WRONG_TYPES",
    );
    expect(text).toContain("claims spandock:exporter@1.0.0, but differs");
    expect(text).toContain("expected `record span-batch { spans: list<u8>, span-count: u32 }`");
    expect(text).toContain("found `record span-batch { spans: list<u8>, span-count: u64 }`");
    expect(text).toContain(
      "trace-exporter-plugin: expected `trace-exporter.export-spans: func(batch: span-batch) -> result<accepted, failure>`",
    );
  });

  it("with another result", async () => {
    const text = await expectRefusal(
      changed("stop: func() -> result<_, string>", "stop: func() -> option<string>"),
      "PLUGIN_WRONG_TYPES",
    );
    expect(text).toContain(
      "expected `stop: func() -> result<_, string>`, found `stop: func() -> option<string>`",
    );
  });

  it("with another name of a parameter", async () => {
    const text = await expectRefusal(changed("blob: list<u8>,", "bytes: list<u8>,"), "PLUGIN_WRONG_TYPES");
    expect(text).toContain(
      "found `trace-exporters-from-config: func(bytes: list<u8>, config-type: config-type)",
    );
  });

  it.each([
    ["cases in another order", "    json,\n  }", "    toml,\n    json,\n  }"],
    ["another name of a case", "permanent(string)", "fatal(string)"],
    ["a case without its value", "permanent(string)", "permanent"],
    ["another name of a field", "rejected-spans: u32", "refused-spans: u32"],
  ])("with %s", async (_, from, to) => {
    await expectRefusal(changed(from, to), "PLUGIN_WRONG_TYPES");
  });

  it("with a function more", async () => {
    const name = "spandock:exporter/trace-exporter-plugin@1.0.0#flush";
    const text = await expectRefusal(
      changed(
        "  stop: func",
        "  flush: func();\n  stop: func",
        honestWat({ fields: `(func (export "${name}"))` }),
      ),
      "PLUGIN_WRONG_TYPES",
    );
    expect(text).toContain("found `flush: func()`, which is not in the contract");
  });

  it("with a function less", async () => {
    const text = await expectRefusal(
      changed(
        "  stop: func() -> result<_, string>;\n",
        "",
        honestWat().replace(/\(func \(export "[^"]*#stop"[^)]*\)[^)]*\)\s*\(i32.const 192\)\)/, ""),
      ),
      "PLUGIN_WRONG_TYPES",
    );
    expect(text).toContain("expected `stop: func() -> result<_, string>`, which is missing");
  });

  it("in what it imports", async () => {
    const wat = honestWat({
      imports: '(import "spandock:exporter/config@1.0.0" "yaml-to-json" (func (param i32 i32 i32)))',
    });
    const text = await expectRefusal(
      changed("yaml-to-json: func(yaml: string)", "yaml-to-json: func(text: string)", wat),
      "PLUGIN_WRONG_TYPES",
    );
    expect(text).toContain("config: expected `yaml-to-json: func(yaml: string) -> result<string, string>`");
  });

  it("by an interface that the contract does not have", async () => {
    const wit = `${contractWit.replace("import log;", "import metrics;")} interface metrics { count: func(); }`;
    const wat = honestWat({ imports: '(import "spandock:exporter/metrics@1.0.0" "count" (func))' });
    const text = await expectRefusal(buildWatPlugin({ wat, wit }), "PLUGIN_WRONG_TYPES");
    expect(text).toContain("imports spandock:exporter/metrics@1.0.0, which is not in the contract");
  });
});
