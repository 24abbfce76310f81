import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ExporterView } from "./api-types.ts";
import { CallTimeChart, Meter } from "./charts.tsx";
import { lostSpans } from "./exporter-rates.ts";
import { byteText, millisText, plural, shortDigest, wholeNumber } from "./format.ts";
import { PermissionList } from "./permission-list.tsx";
import { histogramSince, quantile } from "./quantile.ts";
import { queueText } from "./queue-text.ts";
import { stateWords } from "./state-words.ts";
import type { Track } from "./track.ts";

interface CardFiguresProps {
  readonly exporter: ExporterView;
  readonly track: Track<ExporterView> | undefined;
}

/** What an operator looks at first. An exporter that is off has neither memory nor calls. */
export function CardFigures({ exporter, track }: CardFiguresProps) {
  const { name, queue, memory, permissions, plugin } = exporter;
  const isOff = stateWords[exporter.state].tone === "off";
  return (
    <dl class="card-figures">
      <Figure label="Failures" isBad={lostSpans(exporter) > 0}>
        {failureText(exporter)}
      </Figure>
      <Figure label="Queue">
        <Meter
          label={`Queue of ${name}`}
          value={queue.size}
          capacity={queue.capacity}
          text={queueText(queue)}
        />
        {queueText(queue)}
        {queue.storageBytes !== undefined && `, ${byteText(queue.storageBytes)} on disk`}
      </Figure>
      {!isOff && (
        <>
          <Figure label="Memory">
            <Meter
              label={`Memory of ${name}`}
              value={memory.bytes}
              capacity={memory.limitBytes}
              peak={memory.highWaterBytes}
              text={memoryText(memory)}
            />
            {memoryText(memory)}
          </Figure>
          <Figure label="Call time">
            <CallTime exporter={exporter} earlier={track?.before(60_000)} />
          </Figure>
        </>
      )}
      <Figure label="Permissions">
        <PermissionList permissions={permissions} />
      </Figure>
      {plugin.digest !== undefined && (
        <Figure label="Digest">
          <Digest digest={plugin.digest} />
        </Figure>
      )}
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly isBad?: boolean;
  readonly children: ComponentChildren;
}

function Figure({ label, isBad = false, children }: FigureProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd class={isBad ? "is-bad" : ""}>{children}</dd>
    </div>
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
  const { retries } = counters;
  return [
    spans,
    ...(retries > 0 ? [plural(retries, "retry")] : []),
    ...(crashes > 0 ? [plural(crashes, "crash")] : []),
  ].join(" · ");
}

function memoryText({ bytes, limitBytes, highWaterBytes }: ExporterView["memory"]): string {
  const peak = highWaterBytes > bytes ? `, peak ${byteText(highWaterBytes)}` : "";
  return `${byteText(bytes)} of ${byteText(limitBytes)}${peak}`;
}

interface CallTimeProps {
  readonly exporter: ExporterView;
  /** As it was when the window of the chart began. */
  readonly earlier: ExporterView | undefined;
}

function CallTime({ exporter, earlier }: CallTimeProps) {
  const before = earlier === exporter ? undefined : earlier?.callMillis;
  const histogram = histogramSince(before, exporter.callMillis);
  const [p50, p95] = [quantile(histogram, 0.5), quantile(histogram, 0.95)];
  if (p50 === undefined || p95 === undefined) return <span class="quiet">no calls in the last minute</span>;
  return (
    <div class="card-calls">
      <CallTimeChart histogram={histogram} />
      <span>{`median ${millisText(p50)} · p95 ${millisText(p95)}`}</span>
    </div>
  );
}

function Digest({ digest }: { readonly digest: string }) {
  const [isCopied, setCopied] = useState(false);
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
