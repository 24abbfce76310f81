import type { ExporterView, Histogram } from "../contract/index.ts";
import type { Labels, MetricFamily, Sample } from "./prometheus-text.ts";

type Values = (exporter: ExporterView) => readonly Sample[];

const states = ["starting", "ready", "restarting", "crash-looping", "stopped", "failed", "disabled"] as const;

/**
 * Figures of each exporter. Where the OpenTelemetry Collector has a metric for the same thing, its name is taken
 * (https://opentelemetry.io/docs/collector/internal-telemetry/); the others begin with `spandock_`.
 */
export function exporterMetrics(exporters: readonly ExporterView[]): readonly MetricFamily[] {
  const family = (type: MetricFamily["type"], name: string, help: string, values: Values): MetricFamily => ({
    type,
    name,
    help,
    samples: exporters.flatMap((exporter) =>
      values(exporter).map((sample) => ({
        ...sample,
        labels: { exporter: exporter.name, ...sample.labels },
      })),
    ),
  });
  const counter = (name: string, help: string, read: (exporter: ExporterView) => number) =>
    family("counter", name, help, (exporter) => [{ labels: {}, value: read(exporter) }]);
  const gauge = (name: string, help: string, read: (exporter: ExporterView) => number | undefined) =>
    family("gauge", name, help, (exporter) => {
      const value = read(exporter);
      return value === undefined ? [] : [{ labels: {}, value }];
    });
  return [
    counter(
      "otelcol_exporter_sent_spans",
      "Spans that the exporter took.",
      ({ counters }) => counters.sentSpans,
    ),
    counter(
      "otelcol_exporter_send_failed_spans",
      "Spans that were given up after they had been queued.",
      ({ counters }) => counters.failedSpans,
    ),
    counter(
      "otelcol_exporter_enqueue_failed_spans",
      "Spans that the queue did not take, refused to the sender or dropped for this exporter.",
      ({ counters }) => counters.refusedSpans + counters.droppedSpans,
    ),
    gauge("otelcol_exporter_queue_size", "What the queue holds, in its sizer's unit.", (e) => e.queue.size),
    gauge(
      "otelcol_exporter_queue_capacity",
      "What the queue can hold, in the same unit.",
      (e) => e.queue.capacity,
    ),
    counter(
      "spandock_exporter_queued_spans",
      "Spans let into the queue.",
      ({ counters }) => counters.queuedSpans,
    ),
    counter(
      "spandock_exporter_rejected_spans",
      "Spans refused by the exporter inside batches that it took.",
      ({ counters }) => counters.rejectedSpans,
    ),
    counter(
      "spandock_exporter_refused_spans",
      "Spans sent back to the sender because of this exporter.",
      ({ counters }) => counters.refusedSpans,
    ),
    counter(
      "spandock_exporter_dropped_spans",
      "Spans that this exporter missed while others took them.",
      ({ counters }) => counters.droppedSpans,
    ),
    counter(
      "spandock_exporter_dead_lettered_spans",
      "Failed spans that the dead letters hold.",
      ({ counters }) => counters.deadLetteredSpans,
    ),
    counter("spandock_exporter_retries", "Calls that repeated an earlier one.", (e) => e.counters.retries),
    family("counter", "spandock_exporter_outcomes", "What became of calls, by outcome.", ({ counters }) => [
      { labels: { outcome: "accepted" }, value: counters.outcomes.accepted },
      { labels: { outcome: "partly-rejected" }, value: counters.outcomes.partlyRejected },
      { labels: { outcome: "retryable" }, value: counters.outcomes.retryable },
      { labels: { outcome: "permanent" }, value: counters.outcomes.permanent },
    ]),
    gauge("spandock_exporter_queue_batches", "Batches in the queue.", ({ queue }) => queue.batches),
    gauge("spandock_exporter_queue_spans", "Spans in the queue.", ({ queue }) => queue.spans),
    gauge(
      "spandock_exporter_queue_storage_bytes",
      "Size of the queue's files.",
      ({ queue }) => queue.storageBytes,
    ),
    gauge(
      "spandock_exporter_batches_waiting_for_retry",
      "Batches between two tries.",
      ({ queue }) => queue.batchesWaitingForRetry,
    ),
    gauge(
      "spandock_exporter_calls_in_flight",
      "Batches that the plugin has.",
      ({ queue }) => queue.callsInFlight,
    ),
    family("gauge", "spandock_exporter_state", "1 for the state that the exporter is in.", (exporter) =>
      states.map((state) => ({ labels: { state }, value: exporter.state === state ? 1 : 0 })),
    ),
    family(
      "histogram",
      "spandock_guest_call_duration_seconds",
      "How long the plugin was at one batch; the time behind other batches does not count.",
      ({ callMillis }) => histogramSamples(callMillis, 1 / 1000),
    ),
    counter("spandock_guest_calls", "Batches handed to the plugin.", ({ counters }) => counters.calls),
    counter(
      "spandock_guest_boundary_bytes",
      "Bytes of spans handed to the plugin.",
      ({ counters }) => counters.boundaryBytes,
    ),
    gauge("spandock_guest_memory_bytes", "Linear memory after the last call.", ({ memory }) => memory.bytes),
    gauge(
      "spandock_guest_memory_high_water_bytes",
      "The most linear memory since the agent's start.",
      ({ memory }) => memory.highWaterBytes,
    ),
    gauge("spandock_guest_memory_limit_bytes", "Its cap.", ({ memory }) => memory.limitBytes),
    counter("spandock_guest_crashes", "How often the plugin crashed.", ({ crashes }) => crashes),
    counter("spandock_guest_restarts", "New instances after crashes.", ({ restarts }) => restarts),
    counter("spandock_exporter_swaps", "Instances replaced while running.", ({ swaps }) => swaps),
  ];
}

/** Buckets are summed up, as Prometheus wants them. `scale` turns the histogram's unit into the metric's. */
export function histogramSamples({ bounds, counts, count, sum }: Histogram, scale: number): Sample[] {
  let below = 0;
  const bucket = (le: string, value: number): Sample => ({ suffix: "_bucket", labels: { le }, value });
  const buckets = bounds.map((bound, index) => {
    below += counts[index] ?? 0;
    // Rounded, for 0.3 / 1000 is not 0.0003 to a computer, and `le` is compared as text.
    return bucket(String(Number((bound * scale).toPrecision(12))), below);
  });
  const labels: Labels = {};
  return [
    ...buckets,
    bucket("+Inf", count),
    { suffix: "_sum", labels, value: sum * scale },
    { suffix: "_count", labels, value: count },
  ];
}
