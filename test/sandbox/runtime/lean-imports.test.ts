import { readFileSync } from "node:fs";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noPermissions } from "../../../host/contract/index.ts";
import { type Guest, instantiatePlugin } from "../../../host/sandbox/runtime/index.ts";
import { jcoOptions } from "../../../host/sandbox/runtime/jco-options.ts";
import { leanImports } from "../../../host/sandbox/runtime/lean-imports.ts";
import { silenceDebug } from "../../../host/sandbox/runtime/silence-debug.ts";
import { toScript } from "../../../host/sandbox/runtime/to-script.ts";
import { createWasi, type Wasi } from "../../../host/sandbox/wasi/index.ts";
import { exampleWasm } from "../../support/examples.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";
import { type HttpServer, startHttpServer } from "../wasi/http-server.ts";

/** What jco makes of a component, as the agent uses it but with the imports as jco wrote them. */
function plainSource(bytes: Uint8Array) {
  const { files, imports } = generate(bytes, jcoOptions);
  const source = silenceDebug(new TextDecoder().decode(files.find(([name]) => name.endsWith(".js"))?.[1]));
  const cores = files.filter(([name]) => name.endsWith(".wasm"));
  return { source, imports, cores };
}

/** How often a text stands in another. */
const count = (text: string, part: string) => text.split(part).length - 1;

describe("taking jco's task bookkeeping out of imports", () => {
  beforeAll(async () => {
    await $init;
  });

  it.each(["otlp-http-exporter", "files-exporter", "counting-exporter"] as const)(
    "finds every import of the %s in what this version of jco makes",
    (name) => {
      const { source } = plainSource(readFileSync(exampleWasm(name)));
      const lean = leanImports(source);
      const functions = source.match(/_trampoline\d+\.fnName = /g)!.length;
      expect(count(source, ": _lowerImportBackwardsCompat.bind(")).toBe(functions);
      expect(count(lean, "_lowerImportBackwardsCompat.bind(")).toBe(0);
      expect(count(lean, "componentIdx: -1")).toBe(0);
      expect(count(lean, "    _checkMayLeave(0);\n")).toBe(functions);
      expect(count(lean, "_createdReps.add")).toBe(0);
    },
  );

  it("leaves a function whole in which a piece is not as it knows it", async () => {
    const imports = `(import "spandock:exporter/log@1.0.0" "log" (func $log (param i32 i32 i32 i32 i32)))`;
    const { source } = plainSource(await buildWatPlugin({ wat: honestWat({ imports }) }));
    for (const piece of ["const started = task.enterSync();", "task.resolve([ret]);", "isAsync: false,"]) {
      const other = source.replaceAll(piece, `${piece} /* new */`);
      expect(leanImports(other).replace(/\n *table\._createdReps\.add\(rep\);/, "")).toBe(
        other.replace(/\n *table\._createdReps\.add\(rep\);/, ""),
      );
    }
    expect(leanImports("const x = 1;")).toBe("const x = 1;");
    const read = "if (table._createdReps.has(rep)) table._createdReps.add(rep);";
    expect(leanImports(read)).toBe(read);
  });
});

describe("an exporter with lean imports", () => {
  let server: HttpServer;
  const opened: Wasi[] = [];
  beforeAll(async () => {
    await $init;
    server = await startHttpServer();
  });
  afterAll(async () => {
    for (const wasi of opened) wasi.dispose();
    await server.stop();
  });

  async function exporter(path: string, rewrite: (source: string) => string): Promise<Guest> {
    const { source, imports, cores } = plainSource(readFileSync(exampleWasm("otlp-http-exporter")));
    const coreModules = new Map<string, WebAssembly.Module>();
    for (const [name, bytes] of cores)
      coreModules.set(name, await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>));
    const origin = `http://127.0.0.1:${server.port}`;
    const permissions = { ...noPermissions, http: [origin] };
    const wasi = createWasi({ permissions, onLine() {}, onDenied() {} });
    opened.push(wasi);
    const compiled = { source: toScript(rewrite(source)), imports, coreModules };
    const guest = await instantiatePlugin({
      name: "guest",
      compiled,
      wasi: () => wasi.imports,
      log: () => {},
    });
    const config = { traces_endpoint: `${origin}${path}`, compression: "none", headers: { "x-a": "ü" } };
    expect(guest.configure({ blob: Buffer.from(JSON.stringify(config)), type: "json" }).kind).toBe("made");
    return guest;
  }

  it.each(["/body", "/echo", "/redirect", "/cut", "/garbage", "/headers", "/big?bytes=100000"])(
    "answers as one with jco's own, for any bytes, when the server is %s",
    async (path) => {
      const plain = await exporter(path, (source) => source);
      const lean = await exporter(path, leanImports);
      // `/body` sends back what came, which the exporter then reads as the server's answer.
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 9 }), (spans, spanCount) => {
          expect(lean.export(0, { spans, spanCount })).toEqual(plain.export(0, { spans, spanCount }));
        }),
        { numRuns: 25 },
      );
    },
  );
});
