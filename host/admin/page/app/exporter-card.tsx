import { useState } from "preact/hooks";
import type { ExporterView } from "./api-types.ts";
import { CardActions } from "./card-actions.tsx";
import { CardNotice, LastError } from "./card-notice.tsx";
import { CallTimeChart, Meter, RateChart } from "./charts.tsx";
import { lostSpans, sentRate, sentSpans } from "./exporter-rates.ts";
import {
  byteText,
  durationText,
  millisText,
  plural,
  shortDigest,
  shortNumber,
  wholeNumber,
} from "./format.ts";
import type { PageActions } from "./page-actions.ts";
import type { PageState } from "./page-state.ts";
import { PermissionList } from "./permission-list.tsx";
import { histogramSince, quantile } from "./quantile.ts";
import { queueText } from "./queue-text.ts";
import { StateBadge } from "./state-badge.tsx";
import { stateWords } from "./state-words.ts";

interface ExporterCardProps {
  readonly exporter: ExporterView;
  readonly state: PageState;
  readonly actions: PageActions;
}

export function ExporterCard({ exporter, state, actions }: ExporterCardProps) {
  const { name, queue, memory, counters } = exporter;
  const track = state.exporterTracks.get(name);
  const isLive = state.connection === "live";
  const id = `exporter-${encodeURIComponent(name)}`;
  const notice = state.notices.get(name);
  return (
    <article
      class={`card card-${stateWords[exporter.state].tone}`}
      id={id}
      aria-labelledby={`${id}-name`}
      tabIndex={-1}
    >
      <header class="card-head">
        <h3 id={`${id}-name`}>{name}</h3>
        <StateBadge state={exporter.state} />
        <span class="quiet card-since">for {durationText(Date.now() - exporter.sinceMillis)}</span>
      </header>
      <div class="card-rate">
        <p>
          <strong>{shortNumber(track !== undefined && isLive ? sentRate(track) : 0)}</strong>{" "}
          <span>spans/s</span>
        </p>
        <RateChart points={track?.points(sentSpans) ?? []} label={`Spans sent by ${name}`} />
      </div>
      <LastError exporter={exporter} />
      {exporter.canary !== undefined && <Canary canary={exporter.canary} />}
      <dl class="card-figures">
        <div>
          <dt>Failures</dt>
          <dd class={lostSpans(exporter) > 0 ? "is-bad" : ""}>{failureText(exporter)}</dd>
        </div>
        <div>
          <dt>Queue</dt>
          <dd>
            <Meter
              label={`Queue of ${name}`}
              value={queue.size}
              capacity={queue.capacity}
              text={queueText(queue)}
            />
            {queueText(queue)}
            {queue.storageBytes !== undefined && `, ${byteText(queue.storageBytes)} on disk`}
          </dd>
        </div>
        <div>
          <dt>Memory</dt>
          <dd>
            <Meter
              label={`Memory of ${name}`}
              value={memory.bytes}
              capacity={memory.limitBytes}
              peak={memory.highWaterBytes}
              text={memoryText(memory)}
            />
            {memoryText(memory)}
          </dd>
        </div>
        <CallTime exporter={exporter} earlier={track?.before(60_000)} />
        <div>
          <dt>May</dt>
          <dd>
            <PermissionList permissions={exporter.permissions} />
          </dd>
        </div>
        <div>
          <dt>Digest</dt>
          <dd>
            <Digest digest={exporter.plugin.digest} />
          </dd>
        </div>
      </dl>
      <details class="card-more">
        <summary>More figures</summary>
        <MoreFigures exporter={exporter} />
      </details>
      {notice !== undefined && <CardNotice notice={notice} onDismiss={() => actions.dismiss(name)} />}
      <CardActions exporter={exporter} pending={state.pending.get(name)} isLive={isLive} actions={actions} />
      <span class="visually-hidden">{wholeNumber(counters.sentSpans)} spans sent in all</span>
    </article>
  );
}

function failureText({ counters, crashes }: ExporterView): string {
  const parts = [
    [counters.failedSpans, "failed"],
    [counters.rejectedSpans, "rejected"],
    [counters.droppedSpans, "dropped"],
  ] as const;
  const told = parts.flatMap(([count, word]) => (count > 0 ? [`${wholeNumber(count)} ${word}`] : []));
  const spans = told.length === 0 ? "no spans lost" : `${told.join(", ")} spans`;
  return [spans, ...(crashes > 0 ? [plural(crashes, "crash")] : [])].join(" · ");
}

function memoryText({ bytes, limitBytes, highWaterBytes }: ExporterView["memory"]): string {
  const peak = highWaterBytes > bytes ? `, peak ${byteText(highWaterBytes)}` : "";
  return `${byteText(bytes)} of ${byteText(limitBytes)}${peak}`;
}

function CallTime({ exporter, earlier }: { exporter: ExporterView; earlier: ExporterView | undefined }) {
  const histogram = histogramSince(
    earlier === exporter ? undefined : earlier?.callMillis,
    exporter.callMillis,
  );
  const [p50, p95] = [quantile(histogram, 0.5), quantile(histogram, 0.95)];
  return (
    <div>
      <dt>Call time</dt>
      <dd class="card-calls">
        <CallTimeChart histogram={histogram} />
        <span>
          {p50 === undefined || p95 === undefined
            ? "no calls in the last minute"
            : `half within ${millisText(p50)}, 95 % within ${millisText(p95)}`}
        </span>
      </dd>
    </div>
  );
}

function Canary({ canary }: { readonly canary: NonNullable<ExporterView["canary"]> }) {
  return (
    <p class="canary">
      <strong>Canary</strong> {(canary.share * 100).toFixed(canary.share < 0.01 ? 1 : 0)} % of batches go to{" "}
      <code>{shortDigest(canary.digest)}</code> for {durationText(Date.now() - canary.sinceMillis)};{" "}
      {plural(canary.answered, "answer")} so far
    </p>
  );
}

function Digest({ digest }: { readonly digest: string | undefined }) {
  const [isCopied, setCopied] = useState(false);
  if (digest === undefined) return <span class="quiet">known when it runs</span>;
  const copy = () => navigator.clipboard?.writeText(digest).then(() => setCopied(true));
  return (
    <>
      <code title={digest}>sha256:{shortDigest(digest)}…</code>{" "}
      <button type="button" class="plain" onClick={copy} aria-label="Copy the whole digest">
        {isCopied ? "Copied" : "Copy"}
      </button>
    </>
  );
}

function MoreFigures({ exporter }: { readonly exporter: ExporterView }) {
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
