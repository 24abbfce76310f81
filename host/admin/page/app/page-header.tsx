import { byteText, durationText } from "./format.ts";
import type { PageState } from "./page-state.ts";
import { StateMark } from "./state-badge.tsx";
import { stateWords, type Tone } from "./state-words.ts";

export function PageHeader({ state, onAdd }: { readonly state: PageState; onAdd(): void }) {
  const { agent } = state;
  const { tone, text } = summarize(state);
  return (
    <header class="page-head">
      <h1>
        <img src="/page/mark.svg" alt="" width="26" height="26" />
        spandock
      </h1>
      <p class={`health health-${tone}`}>
        <StateMark tone={tone} />
        {text}
      </p>
      {agent !== undefined && (
        <dl class="agent-facts">
          <div>
            <dt>Version</dt>
            <dd>{agent.version}</dd>
          </div>
          <div>
            <dt>Up for</dt>
            <dd>{durationText(Date.now() - agent.startedAtMillis)}</dd>
          </div>
          <div>
            <dt>Memory</dt>
            <dd>{byteText(agent.residentBytes)}</dd>
          </div>
        </dl>
      )}
      <button type="button" class="primary" onClick={onAdd} aria-disabled={state.connection !== "live"}>
        Add exporter
      </button>
    </header>
  );
}

function summarize({ connection, exporters }: PageState): { readonly tone: Tone; readonly text: string } {
  if (connection === "connecting") return { tone: "busy", text: "Connecting" };
  if (connection === "locked") return { tone: "off", text: "Locked" };
  if (connection === "lost") return { tone: "bad", text: "Connection lost" };
  const unwell = exporters.filter(({ state }) => ["bad", "warn"].includes(stateWords[state].tone));
  if (unwell.length > 0)
    return { tone: "warn", text: `${unwell.length} of ${exporters.length} exporters not ready` };
  return { tone: "good", text: "All ready" };
}
