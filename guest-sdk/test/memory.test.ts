import { beforeAll, describe, expect, it } from "vitest";
import { encodeOtlp } from "../../test/support/otlp-proto.ts";
import { FakeWasi } from "./support/fake-wasi.ts";
import { loadPlugin } from "./support/load-plugin.ts";
import { probeWasm, startProbe, textOf } from "./support/probe.ts";

const span = {
  traceId: new Uint8Array(16),
  spanId: new Uint8Array(8),
  name: "GET /things/{id}",
  attributes: [
    { key: "http.request.method", value: { stringValue: "GET" } },
    { key: "http.response.status_code", value: { intValue: "200" } },
  ],
  events: [{ name: "cache missed" }],
};

const batch = (spanCount: number) =>
  encodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", {
    resourceSpans: [{ scopeSpans: [{ spans: new Array(spanCount).fill(span) }] }],
  });

beforeAll(async () => void (await probeWasm()));

describe("a plugin's memory", () => {
  it("stays as it is over 200,000 batches, whatever becomes of them", { timeout: 120_000 }, async () => {
    const probe = await startProbe();
    const [small, large] = [batch(1), batch(5000)];
    const malformed = small.subarray(0, small.length - 1);
    const round = (smallBatches: number) => {
      for (let i = 0; i < smallBatches; i++) {
        probe.writer.exportSpans(small);
        probe.views.exportSpans(small);
        probe.outcomes.exportSpans(small);
        probe.writer.exportSpans(malformed);
      }
      for (let i = 0; i < 5; i++) {
        probe.writer.exportSpans(large);
        probe.views.exportSpans(large);
      }
    };
    // Where the collector stands when the large batches come differs from round to round, until the heap has room for
    // the worst of it.
    for (let i = 0; i < 3; i++) round(10_000);
    const settled = probe.memory();
    for (let i = 0; i < 5; i++) round(10_000);
    expect(probe.memory()).toBe(settled);
    expect(textOf(probe.writer.exportSpans(small))).toContain("cache missed");
  });

  it("stays as it is over thousands of configs, logs and calls of the system", async () => {
    const wasi = new FakeWasi({ environment: [["NAME", "value"]], directories: ["/out"] });
    const loaded = await loadPlugin(await probeWasm(), wasi.imports);
    const { system } = await startProbe({ imports: wasi.imports });
    const round = () => {
      for (let i = 0; i < 5000; i++) {
        loaded.configure(`{"unknown": ${i}}`);
        loaded.configure(`{"describe": {"text": "${"x".repeat(i)}"}}`);
        system.exportSpans(new Uint8Array(1));
      }
    };
    round();
    const settled = [loaded.memory(), wasi.files.size];
    round();
    round();
    expect([loaded.memory(), wasi.files.size]).toEqual(settled);
  });
});
