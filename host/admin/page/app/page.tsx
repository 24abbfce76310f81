import { useState } from "preact/hooks";
import { AddDialog } from "./add-dialog.tsx";
import { useDrop } from "./drop-target.ts";
import { EventLog } from "./event-log.tsx";
import { ExporterCard } from "./exporter-card.tsx";
import { FlowPicture } from "./flow-picture.tsx";
import { clockText } from "./format.ts";
import type { PageActions } from "./page-actions.ts";
import { PageHeader } from "./page-header.tsx";
import type { PageState } from "./page-state.ts";
import { SpanTail } from "./span-tail.tsx";
import { type Store, useStore } from "./store.ts";
import { Switch } from "./switch.tsx";
import { TokenForm } from "./token-form.tsx";

interface PageProps {
  readonly store: Store<PageState>;
  readonly actions: PageActions;
}

export function Page({ store, actions }: PageProps) {
  const state = useStore(store);
  /** Undefined while the dialog is closed, null while it waits for a file. */
  const [adding, setAdding] = useState<File | null>();
  const isOver = useDrop(setAdding);
  const { connection, agent, exporters, heardAtMillis } = state;
  return (
    <>
      <a class="skip-link" href="#exporters">
        Skip to the exporters
      </a>
      <PageHeader state={state} onAdd={() => connection === "live" && setAdding(null)} />
      <div class="visually-hidden" role="status">
        {state.announcement}
      </div>
      {connection === "lost" && (
        <p class="banner" role="alert">
          The agent does not answer. These are its figures of {clockText(heardAtMillis ?? 0)}; it is asked
          again every second.
        </p>
      )}
      <main class={connection === "lost" ? "is-stale" : ""}>
        {connection === "connecting" && agent === undefined && <p class="quiet">Asking the agent…</p>}
        {connection === "locked" && (
          <TokenForm wasTried={actions.api.token !== undefined} onToken={(token) => actions.unlock(token)} />
        )}
        {agent !== undefined && connection !== "locked" && (
          <>
            <FlowPicture state={state} />
            <ExportersHead state={state} actions={actions} />
            <div class="cards">
              {exporters.map((exporter) => (
                <ExporterCard key={exporter.name} exporter={exporter} state={state} actions={actions} />
              ))}
            </div>
            <div class="panels">
              <SpanTail isLive={connection === "live"} actions={actions} />
              <EventLog events={state.events} />
            </div>
          </>
        )}
      </main>
      {isOver && <div class="drop-veil">Drop the .wasm to look at it</div>}
      {adding !== undefined && (
        <AddDialog
          file={adding ?? undefined}
          actions={actions}
          onFile={setAdding}
          onClose={() => setAdding(undefined)}
        />
      )}
    </>
  );
}

/** Where it is chosen what becomes of changes. */
function ExportersHead({ state, actions }: { readonly state: PageState; readonly actions: PageActions }) {
  const { agent, persists } = state;
  return (
    <div class="exporters-head">
      <h2 id="exporters" tabIndex={-1}>
        Exporters
      </h2>
      {agent?.configFile === undefined ? (
        <p class="quiet">Changes last until the agent stops.</p>
      ) : (
        <Switch isOn={persists} title={agent.configFile} onChange={(isOn) => actions.setPersists(isOn)}>
          Write changes into the config file, too
        </Switch>
      )}
    </div>
  );
}
