import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogLine, WasmSpanExporter, type WasmSpanExporterOptions } from "../../host/embed/index.ts";
import { exampleWasm } from "../support/examples.ts";
import { buildWatPlugin, honestWat } from "../support/wat-plugin.ts";

function oneSpan(): ReadableSpan {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  provider.getTracer("t").startSpan("pay").end();
  return memory.getFinishedSpans()[0]!;
}

/** Answers one span's export; everything is real but the plugin. */
async function exportOnce(options: WasmSpanExporterOptions) {
  const exporter = new WasmSpanExporter(options);
  const result = await new Promise<{ code: number; error?: Error }>((resolve) => {
    exporter.export([oneSpan()], resolve);
  });
  return { exporter, result };
}

/** The result area of export-spans at 128: variant err(retryable) with a text at 300, then what follows. */
const retryableUntil = (tries: number) =>
  honestWat({
    fields: `(global $calls (mut i32) (i32.const 0)) (data (i32.const 300) "busy")`,
    export: `(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.store8 (i32.const 128) (i32.lt_u (global.get $calls) (i32.const ${tries})))
    (i32.store8 (i32.const 132) (i32.const 0))
    (i32.store (i32.const 136) (select (i32.const 300) (i32.const 0) (i32.lt_u (global.get $calls) (i32.const ${tries}))))
    (i32.store (i32.const 140) (select (i32.const 4) (i32.const 0) (i32.lt_u (global.get $calls) (i32.const ${tries}))))
    (i32.const 128)`,
  });

const quick = { initialDelayMillis: 1, maxDelayMillis: 2 };

describe("the SpanExporter", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "spandock-embed-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("takes the place of the SDK's own, and has every span", async () => {
    const exporter: SpanExporter = new WasmSpanExporter({
      plugin: exampleWasm("files-exporter"),
      config: "file_paths: [/out/spans.jsonl]\n",
      permissions: { directories: [{ guestPath: "/out", hostPath: folder, access: "write" }] },
    });
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ "service.name": "shop" }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    for (const name of ["pay", "ship", "thank"]) provider.getTracer("t").startSpan(name).end();
    await provider.forceFlush();
    await provider.shutdown();
    const text = await readFile(join(folder, "spans.jsonl"), "utf8");
    const spans = text
      .trim()
      .split("\n")
      .flatMap((line) => JSON.parse(line).span_data as { name: string }[]);
    expect(spans.map(({ name }) => name).sort()).toEqual(["pay", "ship", "thank"]);
  });

  it("tries again what may succeed later, and then succeeds", async () => {
    const plugin = await buildWatPlugin({ wat: retryableUntil(3) });
    const { exporter, result } = await exportOnce({ plugin, retry: quick });
    expect(result).toEqual({ code: 0 });
    await exporter.shutdown();
  });

  it("fails with the plugin's own words after the last try", async () => {
    const plugin = await buildWatPlugin({ wat: retryableUntil(100) });
    const { exporter, result } = await exportOnce({ plugin, retry: { ...quick, maxTries: 2 } });
    expect(result).toMatchObject({ code: 1, error: { message: "busy" } });
    await exporter.shutdown();
  });

  it("does not wait out a backoff when it is shut down", async () => {
    const plugin = await buildWatPlugin({ wat: retryableUntil(100) });
    const exporter = new WasmSpanExporter({
      plugin,
      retry: { initialDelayMillis: 1e8, maxDelayMillis: 1e8 },
    });
    const result = new Promise((resolve) => {
      exporter.export([], resolve);
    });
    await exporter.shutdown();
    expect(await result).toMatchObject({ code: 1, error: { message: "busy" } });
    const after = await new Promise((resolve) => {
      exporter.export([], resolve);
    });
    expect(after).toMatchObject({ code: 1, error: { message: "the exporter was shut down" } });
  });

  it("tells a partial success as a warning, not as a failure", async () => {
    const plugin = await buildWatPlugin({
      wat: honestWat({ export: "(i32.store (i32.const 132) (i32.const 1)) (i32.const 128)" }),
    });
    const lines: LogLine[] = [];
    const { exporter, result } = await exportOnce({ plugin, onLog: (line) => lines.push(line) });
    await exporter.shutdown();
    expect(result).toEqual({ code: 0 });
    expect(lines).toContainEqual(expect.objectContaining({ level: "warn" }));
  });

  it("fails each export with the reason when the plugin can't start", async () => {
    const { exporter, result } = await exportOnce({ plugin: join(folder, "none.wasm") });
    expect(result).toMatchObject({ code: 1, error: { code: "PLUGIN_NOT_READABLE" } });
    await exporter.shutdown();
  });
});
