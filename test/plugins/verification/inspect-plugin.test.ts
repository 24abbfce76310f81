import { createHash } from "node:crypto";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { inspectPlugin } from "../../../host/plugins/verification/index.ts";
import { buildWatPlugin, contractWit, honestWat } from "../../support/wat-plugin.ts";

/** A world with imports of WASI beside the contract's. Only what the core module uses stays in the component. */
const wasiWit = `${contractWit.replace(
  "import log;",
  "import log; import wasi:filesystem/types@0.2.0; import wasi:cli/environment@0.2.0; import wasi:random/random@0.2.0; import wasi:http/outgoing@0.2.0;",
)}
package wasi:filesystem@0.2.0 { interface types { sync: func() -> u32; } }
package wasi:cli@0.2.0 { interface environment { get-environment: func() -> u32; get-arguments: func() -> u32; } }
package wasi:random@0.2.0 { interface random { get-random-u64: func() -> u64; } }
package wasi:http@0.2.0 { interface outgoing { handle: func() -> u32; } }`;

const use = (module: string, name: string, result = "i32") =>
  `(import "wasi:${module}@0.2.0" "${name}" (func (result ${result})))`;

async function capabilities(...imports: readonly string[]) {
  const wat = honestWat({ imports: imports.join("\n") });
  const report = inspectPlugin(await buildWatPlugin({ wat, wit: wasiWit }));
  return report.capabilities.map(({ name, granted, configKey }) => [name, granted, configKey]);
}

describe("inspectPlugin", () => {
  it("tells version, digest, size, memory and tools of a plugin, in plain data", async () => {
    const bytes = await buildWatPlugin({ wat: honestWat({ memoryPages: 3 }) });
    const report = inspectPlugin(bytes);
    expect(report).toMatchObject({
      kind: "component",
      contractVersion: "1.0.0",
      digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
      sizeBytes: bytes.length,
      exports: ["spandock:exporter/trace-exporter-plugin@1.0.0"],
      languages: [],
      tools: [{ name: "wit-component" }],
      memories: [{ minimum: 3, instances: 1 }],
      tables: [],
    });
    expect(report).not.toHaveProperty("refusal");
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const sizes = report.sections.map((section) => section.bytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  });

  it("tells the permissions that the imports need", async () => {
    expect(
      await capabilities(
        use("filesystem/types", "sync"),
        use("http/outgoing", "handle"),
        use("random/random", "get-random-u64", "i64"),
      ),
    ).toEqual([
      ["files", "by-config", "permissions.directories"],
      ["http", "by-config", "permissions.http"],
      ["random", "always", undefined],
    ]);
  });

  it("asks for no environment when only arguments are read", async () => {
    expect(await capabilities(use("cli/environment", "get-arguments"))).toEqual([
      ["stdio", "always", undefined],
    ]);
    expect(await capabilities(use("cli/environment", "get-environment"))).toEqual([
      ["env", "by-config", "permissions.env"],
    ]);
  });

  it("asks for nothing where only types are imported", async () => {
    const report = inspectPlugin(await buildWatPlugin({ wat: honestWat() }));
    expect(report.imports).toEqual(["spandock:exporter/types@1.0.0"]);
    expect(report.capabilities).toEqual([]);
  });

  it("tells the version of a plugin for another contract beside the refusal", async () => {
    const wit = contractWit.replace("@1.0.0;", "@1.1.0;");
    const report = inspectPlugin(
      await buildWatPlugin({ wat: honestWat({ version: "1.1.0" }), wit }),
      "x.wasm",
    );
    expect(report).toMatchObject({ contractVersion: "1.1.0", refusal: { code: "PLUGIN_WRONG_VERSION" } });
    expect(report.refusal?.message).toMatch(/^x\.wasm: built for spandock:exporter@1\.1\.0/);
  });

  it("tells what a core module is made of", async () => {
    const report = inspectPlugin(await parse("(module (memory 7) (table 2 funcref))"));
    expect(report).toMatchObject({
      kind: "core-module",
      memories: [{ minimum: 7, instances: 1 }],
      tables: [{ minimum: 2, instances: 1 }],
      refusal: { code: "PLUGIN_NOT_COMPONENT" },
    });
  });

  it("reads languages from the producers of the core modules", async () => {
    const report = inspectPlugin(
      await parse(
        '(component (core module (@producers (language "Rust" "2021") (processed-by "rustc" "1.90"))))',
      ),
    );
    expect(report.languages).toEqual([{ name: "Rust", version: "2021" }]);
    expect(report.tools).toEqual([{ name: "rustc", version: "1.90" }]);
  });

  it("tells of any other file only its digest, size and why it is refused", () => {
    const report = inspectPlugin(new TextEncoder().encode("#!/bin/sh"));
    expect(report).toMatchObject({ kind: "not-wasm", sizeBytes: 9, refusal: { code: "PLUGIN_NOT_WASM" } });
    expect(report.sections).toEqual([]);
  });
});
