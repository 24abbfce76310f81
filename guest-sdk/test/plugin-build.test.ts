import { readFileSync } from "node:fs";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { describe, expect, it } from "vitest";
import { compileError, compilePlugin } from "./support/compile-plugin.ts";
import { type LoadedExporter, loadPlugin } from "./support/load-plugin.ts";

const imports = `import { Config, ConfigResult, Log, Outcome, SpanBatch, TraceExporter } from "@spandock/guest-sdk";`;

/** As authors ship it: optimized, with functions inlined. */
const release = { target: "release" } as const;

const plugin = (body: string, rest = "") => `${imports}
class MyExporter extends TraceExporter {
  exportSpans(batch: SpanBatch): Outcome {
    ${body}
  }
}
export function traceExportersFromConfig(config: Config): ConfigResult {
  return ConfigResult.ok([new MyExporter()]);
}
${rest}`;

async function exporterOf(source: string) {
  const loaded = await loadPlugin((await compilePlugin(source)).wasm);
  const made = loaded.configure("");
  if (!("ok" in made)) throw new Error(made.err);
  return { ...loaded, exporter: made.ok[0] as LoadedExporter };
}

describe("asc with the SDK's asconfig.json", () => {
  it("writes a component that imports nothing it does not use", async () => {
    const { wasm, output } = await compilePlugin(plugin("return Outcome.accepted();"), release);
    expect([...wasm.subarray(0, 8)]).toEqual([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]);
    expect(output).toBe("");
    const { imports: names } = await loadPlugin(wasm);
    // The log is for aborts.
    expect(names).toEqual(["spandock:exporter/log"]);
  });

  it("takes a module of several megabytes, more than a pipe holds at once", async () => {
    const { wasm } = await compilePlugin(
      plugin(`return Outcome.accepted(text.length.toString());`, `const text = "${"x".repeat(3_000_000)}";`),
    );
    expect(wasm.length).toBeGreaterThan(6_000_000);
    const made = (await loadPlugin(wasm)).configure("");
    expect(made).toHaveProperty("ok");
  });

  it("compiles the page's first exporter, wherever its file lies", async () => {
    const page = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, source] = /```ts\n([\s\S]*?)```/.exec(page)!;
    const { wasm } = await compilePlugin(source!, { entry: "assembly/exporters/my-exporter.ts" });
    expect((await loadPlugin(wasm)).configure("{}")).toHaveProperty("ok");
  });

  it("hands batches and outcomes over as the contract has them", async () => {
    const { exporter, stop } = await exporterOf(
      plugin(`switch (batch.spanCount) {
        case 0: return Outcome.accepted();
        case 1: return Outcome.accepted("größer als nötig");
        case 2: return Outcome.partlyRejected(2, "two");
        case 3: return Outcome.retryable("later");
        case 4: return Outcome.retryable("in a while", 4_000_000_000);
        case 5: return Outcome.permanent("never");
        default: return Outcome.permanent(batch.byteLength.toString() + " " + batch.bytes.toString());
      }`),
    );
    const outcome = (count: number) => exporter.exportSpans(Uint8Array.of(7, 8, 9), count);
    expect(outcome(0)).toEqual({ ok: { rejectedSpans: 0, message: undefined } });
    expect(outcome(1)).toEqual({ ok: { rejectedSpans: 0, message: "größer als nötig" } });
    expect(outcome(2)).toEqual({ ok: { rejectedSpans: 2, message: "two" } });
    expect(outcome(3)).toEqual({
      err: { tag: "retryable", val: { message: "later", retryAfterMs: undefined } },
    });
    expect(outcome(4)).toEqual({
      err: { tag: "retryable", val: { message: "in a while", retryAfterMs: 4_000_000_000 } },
    });
    expect(outcome(5)).toEqual({ err: { tag: "permanent", val: "never" } });
    expect(outcome(6)).toEqual({ err: { tag: "permanent", val: "3 7,8,9" } });
    expect(stop()).toEqual({ ok: undefined });
  });

  it("lets the author refuse a config and report what went wrong at the end", async () => {
    const { wasm } = await compilePlugin(`${imports}
      export function traceExportersFromConfig(config: Config): ConfigResult {
        return ConfigResult.err(config.typeName + ": " + config.text);
      }
      export function stop(): string | null { return "first\\nsecond"; }`);
    const loaded = await loadPlugin(wasm);
    expect(loaded.configure("a: ü", "yaml")).toEqual({ err: "YAML: a: ü" });
    expect(loaded.configure("{}", "json")).toEqual({ err: "JSON: {}" });
    expect(loaded.configure("", "unknown")).toEqual({ err: "unknown: " });
    expect(loaded.stop()).toEqual({ err: "first\nsecond" });
  });

  it("does not start with config problems that the author overlooked", async () => {
    const { wasm } = await compilePlugin(`${imports}
      export function traceExportersFromConfig(config: Config): ConfigResult {
        config.parse().get("size").integer();
        return ConfigResult.ok([new TraceExporter()]);
      }`);
    const loaded = await loadPlugin(wasm);
    expect(loaded.configure(`{"size": "big"}`, "json")).toEqual({
      err: "size: expected a whole number, found the text big",
    });
    expect(loaded.configure(`{"size": 3}`, "json")).toHaveProperty("ok");
  });

  it("gives several exporters their own batches", async () => {
    const { wasm } = await compilePlugin(`${imports}
      class Named extends TraceExporter {
        constructor(private readonly name: string) { super(); }
        exportSpans(_batch: SpanBatch): Outcome { return Outcome.accepted(this.name); }
      }
      export function traceExportersFromConfig(_config: Config): ConfigResult {
        return ConfigResult.ok([new Named("a"), new Named("b")]);
      }`);
    const made = (await loadPlugin(wasm)).configure("");
    const messages = "ok" in made && made.ok.map((exporter) => exporter.exportSpans(new Uint8Array()));
    expect(messages).toMatchObject([{ ok: { message: "a" } }, { ok: { message: "b" } }]);
  });
});

describe("an error thrown by a plugin", () => {
  it("comes out as a critical log line with file and line, and a trap whose offsets the source map knows", async () => {
    const source = plugin(`if (batch.spanCount == 13) {
      throw new Error("thirteen is unlucky");
    }
    return Outcome.accepted();`);
    const { wasm, sourceMap } = await compilePlugin(source, release);
    const { log, configure } = await loadPlugin(wasm);
    const made = configure("");
    const exporter = ("ok" in made && made.ok[0]) as LoadedExporter;
    const trap = (() => {
      try {
        return void exporter.exportSpans(new Uint8Array(), 13);
      } catch (error) {
        return error as Error;
      }
    })();
    expect(trap).toBeInstanceOf(WebAssembly.RuntimeError);
    expect(log).toEqual([
      {
        level: "critical",
        message: "thirteen is unlucky",
        fields: { file: "exporter.ts", line: "5", column: "7" },
      },
    ]);
    const map = new TraceMap(sourceMap);
    const places = [...trap!.stack!.matchAll(/wasm:\/\/[^:]+:wasm-function\[\d+\]:0x([0-9a-f]+)/g)].map(
      ([, offset]) => originalPositionFor(map, { line: 1, column: Number.parseInt(offset!, 16) }),
    );
    const lines = places.map(({ source, line }) => `${source?.split("/").at(-1)}:${line}`);
    // The compiler places a block that holds nothing but a throw where its brace is, a line before.
    expect(
      lines.some((line) => /^exporter\.ts:[45]$/.test(line)),
      lines.join(" "),
    ).toBe(true);
  });
});

describe("what can't become a plugin", () => {
  it("is told that it exports no config function", async () => {
    expect(await compileError("export function main(): void {}")).toContain(
      'exporter.ts: expected an exported function "traceExportersFromConfig(config: Config): ConfigResult", found none',
    );
  });

  it("is told of a config function of another type", async () => {
    expect(await compileError("export function traceExportersFromConfig(): void {}")).toContain("ERROR TS");
  });

  it("is told of an import that no agent has", async () => {
    expect(await compileError(plugin(`console.log("hello"); return Outcome.accepted();`))).toContain(
      "a plugin can't import env.console.log: use what @spandock/guest-sdk gives instead",
    );
  });
});

describe("the SDK's copy of the contract", () => {
  it("equals the agent's", () => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
    expect(read("../wit/exporter.wit")).toBe(read("../../wit/exporter.wit"));
  });
});
