import { useState } from "preact/hooks";
import type { ExporterView } from "./api-types.ts";
import type { PageActions, Verb } from "./page-actions.ts";

interface CardActionsProps {
  readonly exporter: ExporterView;
  readonly pending: string | undefined;
  readonly isLive: boolean;
  readonly actions: PageActions;
}

const working: Readonly<Record<string, string>> = {
  enable: "Enabling…",
  disable: "Draining…",
  reload: "Reloading…",
  remove: "Removing…",
};

export function CardActions({ exporter, pending, isLive, actions }: CardActionsProps) {
  const [asksToRemove, setAsks] = useState(false);
  const { name, state } = exporter;
  const isOff = state === "disabled";
  const button = (verb: Verb, label: string, look = "") => (
    <button
      type="button"
      class={look}
      aria-label={`${label} ${name}`}
      // Not `disabled`: that would take the focus away from whoever pressed it.
      aria-disabled={!isLive || pending !== undefined}
      onClick={() => {
        if (!isLive || pending !== undefined) return;
        setAsks(false);
        void actions.change(name, verb);
      }}
    >
      {pending === verb ? working[verb] : label}
    </button>
  );
  return (
    <footer class="card-actions">
      {isOff ? button("enable", "Enable", "primary") : button("reload", "Reload")}
      {!isOff && button("disable", "Disable")}
      <span class="spacer" />
      {asksToRemove ? (
        <>
          <button type="button" class="plain" onClick={() => setAsks(false)}>
            Keep
          </button>
          {button("remove", "Remove", "danger")}
        </>
      ) : (
        <button
          type="button"
          class="plain"
          onClick={() => setAsks(true)}
          aria-label={`Remove ${name}: asks again`}
        >
          Remove…
        </button>
      )}
    </footer>
  );
}
