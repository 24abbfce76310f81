import type { ExporterView, ReceiverView } from "./api-types.ts";
import { Meter } from "./charts.tsx";
import { failureRate, sentRate } from "./exporter-rates.ts";
import { layoutFlow, linkPath } from "./flow-layout.ts";
import { shortNumber } from "./format.ts";
import type { PageState } from "./page-state.ts";
import { queueText } from "./queue-text.ts";
import { StateBadge } from "./state-badge.tsx";
import { stateWords } from "./state-words.ts";
import { Stream } from "./stream.tsx";
import type { Track } from "./track.ts";

/** The way of the spans, from receivers through queues to exporters, at the speed they have. */
export function FlowPicture({ state }: { readonly state: PageState }) {
  const { agent, exporters, receiverTracks, exporterTracks, connection } = state;
  const receivers = agent?.receivers ?? [];
  const isLive = connection === "live";
  const layout = layoutFlow(receivers.length, exporters.length);
  const inRates = receivers.map((receiver) => acceptedRate(receiverTracks, receiver));
  const total = inRates.reduce((sum, rate) => sum + rate, 0);
  return (
    <section
      class={`flow ${layout.isCompact ? "flow-compact" : ""}`}
      aria-label="Flow of spans"
      style={{ "--row": `${layout.row}px`, "--height": `${layout.height}px`, "--hub": `${layout.hub}px` }}
    >
      <p class="flow-captions" aria-hidden="true">
        <span>Receivers</span>
        <span>Queues</span>
        <span>Exporters</span>
      </p>
      <ol class="flow-receivers" aria-label="Receivers" style={{ "--count": receivers.length }}>
        {receivers.map((receiver, index) => (
          <ReceiverNode key={receiver.name} receiver={receiver} spansPerSecond={inRates[index]!} />
        ))}
      </ol>
      <div class="flow-links" aria-hidden="true">
        <svg aria-hidden="true" viewBox={`0 0 100 ${layout.height}`} preserveAspectRatio="none">
          {layout.receivers.map((y, index) => (
            <Stream
              key={receivers[index]!.name}
              path={linkPath(0, y, 50, layout.hub)}
              spansPerSecond={isLive ? inRates[index]! : 0}
              look="open"
            />
          ))}
          {layout.exporters.map((y, index) => (
            <Stream
              key={exporters[index]!.name}
              path={linkPath(50, layout.hub, 100, y)}
              // So many lines lie on each other at the hub; dots would only be noise there.
              spansPerSecond={isLive && isTaking(exporters[index]!) && !layout.isCompact ? total : 0}
              look={isTaking(exporters[index]!) ? "open" : "off"}
            />
          ))}
        </svg>
        <div class="flow-hub">
          <strong>{shortNumber(total)}</strong>
          <span>spans/s</span>
        </div>
      </div>
      <ol class="flow-lanes" aria-label="Exporters">
        {exporters.map((exporter) => (
          <Lane
            key={exporter.name}
            exporter={exporter}
            track={exporterTracks.get(exporter.name)}
            isLive={isLive}
          />
        ))}
        {exporters.length === 0 && <li class="flow-empty">No exporter yet. Drop a .wasm on this page.</li>}
      </ol>
    </section>
  );
}

function ReceiverNode(props: { readonly receiver: ReceiverView; readonly spansPerSecond: number }) {
  const { receiver, spansPerSecond } = props;
  return (
    <li class="node">
      <span class="node-name">{receiver.name}</span>
      <span class="node-facts">
        <span class="quiet mono">{receiver.endpoint}</span>
        <span class="rate">{shortNumber(spansPerSecond)}/s</span>
      </span>
    </li>
  );
}

interface LaneProps {
  readonly exporter: ExporterView;
  readonly track: Track<ExporterView> | undefined;
  readonly isLive: boolean;
}

function Lane({ exporter, track, isLive }: LaneProps) {
  const { name, state, queue } = exporter;
  const { tone } = stateWords[state];
  const sent = track !== undefined ? sentRate(track) : 0;
  const failed = track !== undefined ? failureRate(track) : 0;
  const look = tone === "off" ? "off" : tone === "bad" ? "broken" : "open";
  return (
    <li class={`lane lane-${tone}`}>
      <div class="lane-queue">
        <Meter
          label={`Queue of ${name}`}
          value={queue.size}
          capacity={queue.capacity}
          text={queueText(queue)}
        />
        <span class="quiet">{queueText(queue)}</span>
      </div>
      <svg class="lane-link" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
        <Stream path="M0 10L100 10" spansPerSecond={isLive ? sent : 0} look={look} />
      </svg>
      <a class={`node exporter-node node-${tone}`} href={`#exporter-${encodeURIComponent(name)}`}>
        {exporter.swaps > 0 && <span class="swap-ring" key={exporter.swaps} />}
        <span class="node-name">{name}</span>
        <span class="node-facts">
          <StateBadge state={state} />
          <span class="rate">{shortNumber(sent)}/s</span>
        </span>
        {failed > 0 && <span class="node-failures">{shortNumber(failed)}/s not taken</span>}
      </a>
    </li>
  );
}

/** Whether its queue takes spans. */
const isTaking = ({ state }: ExporterView): boolean => state !== "disabled" && state !== "stopped";

function acceptedRate(tracks: PageState["receiverTracks"], receiver: ReceiverView): number {
  return tracks.get(receiver.name)?.rate(({ figures }) => figures.acceptedSpans ?? 0) ?? 0;
}
