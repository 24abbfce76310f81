import type { ExporterView } from "./api-types.ts";
import { byteText, millisText, plural, wholeNumber } from "./format.ts";

/** The rest of what is known of an exporter. */
export function MoreFigures({ exporter }: { readonly exporter: ExporterView }) {
  const { counters, queue, plugin, limits } = exporter;
  const rows: readonly (readonly [string, string])[] = [
    ["File", plugin.file],
    ["Exporters in the plugin", wholeNumber(plugin.width)],
    ["Spans sent", wholeNumber(counters.sentSpans)],
    ["Spans queued so far", wholeNumber(counters.queuedSpans)],
    ["Spans refused, queue full", wholeNumber(counters.refusedSpans)],
    ["Spans in dead letters", wholeNumber(counters.deadLetteredSpans)],
    ["Calls", `${wholeNumber(counters.calls)}, ${wholeNumber(counters.retries)} of them again`],
    ["Bytes handed over", byteText(counters.boundaryBytes)],
    ["In flight", plural(queue.callsInFlight, "call")],
    ["Waiting to be tried again", plural(queue.batchesWaitingForRetry, "batch")],
    ["Restarts, swaps", `${wholeNumber(exporter.restarts)}, ${wholeNumber(exporter.swaps)}`],
    ["Time limit of a call", millisText(limits.exportTimeoutMillis)],
  ];
  return (
    <dl class="more-figures">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
