import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AgentFigures, agentMetrics, formatMetrics } from "../../host/telemetry/index.ts";
import { exporterView } from "../admin/fake-source.ts";

const figures = (more: Partial<AgentFigures> = {}): AgentFigures => ({
  version: "1.2.3",
  contract: "spandock:exporter@1.0.0",
  receivers: [
    {
      name: "otlp",
      transport: "grpc",
      acceptedSpans: 10,
      refusedSpans: 4,
      rejectedSpans: 2,
      failedSpans: 1,
      receivedBytes: 900,
      requests: { accepted: 3, invalid: 1 },
    },
  ],
  exporters: [exporterView()],
  process: { uptimeSeconds: 5, cpuSeconds: 1.5, residentBytes: 1000, heapBytes: 100 },
  ...more,
});

const text = (more: Partial<AgentFigures> = {}) => formatMetrics(agentMetrics(figures(more)));
const lines = (more: Partial<AgentFigures> = {}) => text(more).split("\n");

/** The grammar of the exposition format: a sample's name, labels and value. */
const label = /[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"/;
const sample = new RegExp(`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{${label.source}(?:,${label.source})*\\})? (\\S+)$`);

describe("the agent's metrics", () => {
  it.each([
    'otelcol_receiver_accepted_spans{receiver="otlp",transport="grpc"} 10',
    'otelcol_receiver_refused_spans{receiver="otlp",transport="grpc"} 6',
    'otelcol_receiver_failed_spans{receiver="otlp",transport="grpc"} 1',
    'spandock_receiver_requests{receiver="otlp",transport="grpc",outcome="invalid"} 1',
    'otelcol_exporter_sent_spans{exporter="files"} 80',
    'otelcol_exporter_send_failed_spans{exporter="files"} 5',
    'otelcol_exporter_enqueue_failed_spans{exporter="files"} 9',
    'otelcol_exporter_queue_size{exporter="files"} 12',
    'otelcol_exporter_queue_capacity{exporter="files"} 1000',
    'spandock_exporter_outcomes{exporter="files",outcome="retryable"} 6',
    'spandock_exporter_state{exporter="files",state="ready"} 1',
    'spandock_exporter_state{exporter="files",state="crash-looping"} 0',
    'spandock_guest_boundary_bytes{exporter="files"} 9000',
    'spandock_guest_memory_bytes{exporter="files"} 131072',
    'spandock_guest_memory_high_water_bytes{exporter="files"} 262144',
    'spandock_guest_crashes{exporter="files"} 2',
    'spandock_guest_restarts{exporter="files"} 1',
    'spandock_exporter_swaps{exporter="files"} 3',
    "otelcol_process_cpu_seconds 1.5",
    'spandock_build_info{version="1.2.3",contract="spandock:exporter@1.0.0"} 1',
  ])("hold %s", (line) => expect(lines()).toContain(line));

  it("give the time of calls as a histogram in seconds, its buckets summed up", () => {
    const name = "spandock_guest_call_duration_seconds";
    expect(lines().filter((line) => line.startsWith(name))).toEqual([
      `${name}_bucket{exporter="files",le="0.001"} 10`,
      `${name}_bucket{exporter="files",le="0.005"} 25`,
      `${name}_bucket{exporter="files",le="0.025"} 29`,
      `${name}_bucket{exporter="files",le="+Inf"} 30`,
      `${name}_sum{exporter="files"} 0.1205`,
      `${name}_count{exporter="files"} 30`,
    ]);
    expect(lines()).toContain(`# TYPE ${name} histogram`);
  });

  it("leave out what an exporter does not have", () => {
    const { storageBytes: _, ...queue } = exporterView().queue;
    expect(text()).toContain("spandock_exporter_queue_storage_bytes");
    expect(text({ exporters: [exporterView({ queue })] })).not.toContain(
      "spandock_exporter_queue_storage_bytes",
    );
  });

  it("name each family once, with help and type before its samples", () => {
    const names = lines().flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(names).size).toBe(names.length);
    const exporters = [exporterView(), exporterView({ name: "other" })];
    let family = "";
    for (const line of lines({ exporters }).slice(0, -1)) {
      family = /^# HELP (\S+) ./.exec(line)?.[1] ?? family;
      const found = line.startsWith("#") ? line.split(" ")[2] : sample.exec(line)?.[1];
      expect(found?.startsWith(family), line).toBe(true);
    }
  });

  it("stand in docs/admin.md, each of them and no other", () => {
    const page = readFileSync(new URL("../../docs/admin.md", import.meta.url), "utf8");
    const documented = page.match(/`(?:otelcol|spandock)_[a-z_]+`/g)?.map((name) => name.slice(1, -1));
    const names = lines().flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
    expect(documented?.sort()).toEqual(names.sort());
  });

  it("stay in the format whatever an exporter is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const all = lines({ exporters: [exporterView({ name })] });
        for (const line of all.slice(0, -1)) if (!line.startsWith("#")) expect(line).toMatch(sample);
        const sent = all.find((line) => line.startsWith("otelcol_exporter_sent_spans{"))!;
        const escaped = /exporter="(.*)"\} 80$/s.exec(sent)![1]!;
        const read = escaped.replace(/\\([\\n"])/g, (_, mark) => (mark === "n" ? "\n" : mark));
        expect(read).toBe(name);
      }),
      { numRuns: 200 },
    );
  });
});
