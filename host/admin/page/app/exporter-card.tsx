import type { ExporterView } from "./api-types.ts";
import { CardActions } from "./card-actions.tsx";
import { CardFigures } from "./card-figures.tsx";
import { CardNotice, LastError } from "./card-notice.tsx";
import { RateChart } from "./charts.tsx";
import { sentRate, sentSpans } from "./exporter-rates.ts";
import { durationText, plural, shortDigest, shortNumber } from "./format.ts";
import { MoreFigures } from "./more-figures.tsx";
import type { PageActions } from "./page-actions.ts";
import type { PageState } from "./page-state.ts";
import { StateBadge } from "./state-badge.tsx";
import { stateWords } from "./state-words.ts";

interface ExporterCardProps {
  readonly exporter: ExporterView;
  readonly state: PageState;
  readonly actions: PageActions;
}

export function ExporterCard({ exporter, state, actions }: ExporterCardProps) {
  const { name } = exporter;
  const { tone } = stateWords[exporter.state];
  const track = state.exporterTracks.get(name);
  const isLive = state.connection === "live";
  const id = `exporter-${encodeURIComponent(name)}`;
  const notice = state.notices.get(name);
  return (
    <article class={`card card-${tone}`} id={id} aria-labelledby={`${id}-name`} tabIndex={-1}>
      <header class="card-head">
        <h3 id={`${id}-name`}>{name}</h3>
        <StateBadge state={exporter.state} />
        <span class="quiet card-since">for {durationText(Date.now() - exporter.sinceMillis)}</span>
      </header>
      {tone !== "off" && (
        <div class="card-rate">
          <p>
            <strong>{shortNumber(track !== undefined ? sentRate(track) : 0)}</strong> <span>spans/s</span>
          </p>
          <RateChart points={track?.points(sentSpans) ?? []} label={`Spans sent by ${name}`} />
        </div>
      )}
      <LastError exporter={exporter} />
      {exporter.canary !== undefined && <Canary canary={exporter.canary} />}
      <CardFigures exporter={exporter} track={track} />
      <details class="card-more">
        <summary>More figures</summary>
        <MoreFigures exporter={exporter} />
      </details>
      {notice !== undefined && <CardNotice notice={notice} onDismiss={() => actions.dismiss(name)} />}
      <CardActions exporter={exporter} pending={state.pending.get(name)} isLive={isLive} actions={actions} />
    </article>
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
