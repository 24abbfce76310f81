import type { ExporterView } from "../contract/index.ts";
import { exporterMetrics } from "./exporter-metrics.ts";
import type { MetricFamily } from "./prometheus-text.ts";

/** Everything that is measured, at one moment. */
export interface AgentFigures {
  readonly version: string;
  readonly contract: string;
  readonly receivers: readonly ReceiverFigures[];
  readonly exporters: readonly ExporterView[];
  readonly process: ProcessFigures;
}

/** One receiver's counts since the agent's start. */
export interface ReceiverFigures {
  readonly name: string;
  readonly transport: "http" | "grpc";
  readonly acceptedSpans: number;
  readonly refusedSpans: number;
  readonly rejectedSpans: number;
  readonly failedSpans: number;
  readonly receivedBytes: number;
  /** By their outcome, such as `accepted` or `invalid`. */
  readonly requests: Readonly<Record<string, number>>;
}

export interface ProcessFigures {
  readonly uptimeSeconds: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** All metrics of the agent, with the OpenTelemetry Collector's names where it has the same. */
export function agentMetrics(figures: AgentFigures): readonly MetricFamily[] {
  return [
    ...receiverMetrics(figures.receivers),
    ...exporterMetrics(figures.exporters),
    ...processMetrics(figures),
  ];
}

function receiverMetrics(receivers: readonly ReceiverFigures[]): readonly MetricFamily[] {
  const counter = (name: string, help: string, read: (figures: ReceiverFigures) => number): MetricFamily => ({
    name,
    help,
    type: "counter",
    samples: receivers.map((figures) => ({ labels: labelsOf(figures), value: read(figures) })),
  });
  return [
    counter(
      "otelcol_receiver_accepted_spans",
      "Spans that the pipeline took.",
      ({ acceptedSpans }) => acceptedSpans,
    ),
    counter(
      "otelcol_receiver_refused_spans",
      "Spans that the pipeline did not take.",
      ({ refusedSpans, rejectedSpans }) => refusedSpans + rejectedSpans,
    ),
    counter(
      "otelcol_receiver_failed_spans",
      "Spans lost by a failure of the agent itself.",
      ({ failedSpans }) => failedSpans,
    ),
    counter(
      "spandock_receiver_rejected_spans",
      "Refused spans whose sender was told not to try again.",
      ({ rejectedSpans }) => rejectedSpans,
    ),
    counter(
      "spandock_receiver_received_bytes",
      "OTLP protobuf after decompression.",
      ({ receivedBytes }) => receivedBytes,
    ),
    {
      name: "spandock_receiver_requests",
      help: "Requests by what became of them.",
      type: "counter",
      samples: receivers.flatMap((figures) =>
        Object.entries(figures.requests).map(([outcome, value]) => ({
          labels: { ...labelsOf(figures), outcome },
          value,
        })),
      ),
    },
  ];
}

const labelsOf = ({ name, transport }: ReceiverFigures) => ({ receiver: name, transport });

function processMetrics({ process, version, contract }: AgentFigures): readonly MetricFamily[] {
  const one = (type: MetricFamily["type"], name: string, help: string, value: number, labels = {}) => ({
    type,
    name,
    help,
    samples: [{ labels, value }],
  });
  const { uptimeSeconds, cpuSeconds, residentBytes, heapBytes } = process;
  return [
    one("counter", "otelcol_process_uptime", "Seconds since the agent's start.", uptimeSeconds),
    one("counter", "otelcol_process_cpu_seconds", "CPU time, user and system.", cpuSeconds),
    one("gauge", "otelcol_process_memory_rss", "Resident memory in bytes.", residentBytes),
    one(
      "gauge",
      "otelcol_process_runtime_heap_alloc_bytes",
      "JavaScript heap of the main thread.",
      heapBytes,
    ),
    one("gauge", "spandock_build_info", "Always 1.", 1, { version, contract }),
  ];
}
