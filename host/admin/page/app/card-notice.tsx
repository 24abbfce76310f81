import type { ApiProblem, ExporterView } from "./api-types.ts";
import { durationText } from "./format.ts";
import type { Notice } from "./page-state.ts";

/** What last went wrong with an exporter, and when it is tried again. */
export function LastError({ exporter }: { readonly exporter: ExporterView }) {
  const { lastError, retryAtMillis, state } = exporter;
  if (lastError === undefined) return null;
  const isOver = state === "ready" || state === "disabled";
  const left = retryAtMillis === undefined ? undefined : retryAtMillis - Date.now();
  return (
    <div class={`problem ${isOver ? "problem-past" : ""}`}>
      <p>
        <code class="problem-code">{lastError.code}</code>{" "}
        <span class="quiet">{durationText(Date.now() - lastError.atMillis)} ago</span>
      </p>
      <p class="problem-text">{lastError.message}</p>
      {left !== undefined && (
        <p class="problem-next">Next try {left > 1_000 ? `in ${durationText(left)}` : "now"}</p>
      )}
    </div>
  );
}

/** How the last change went. */
export function CardNotice({
  notice,
  onDismiss,
}: {
  readonly notice: Notice;
  readonly onDismiss: () => void;
}) {
  return (
    <div class={`notice notice-${notice.kind}`}>
      {notice.kind === "done" ? <p>{notice.message}</p> : <Problems problems={notice.problems} />}
      <button type="button" class="plain" onClick={onDismiss} aria-label="Dismiss this message">
        Dismiss
      </button>
    </div>
  );
}

export function Problems({ problems }: { readonly problems: readonly ApiProblem[] }) {
  return (
    <div class="problems">
      {problems.map(({ code, message, fix }) => (
        <div class="problem" key={`${code} ${message}`}>
          <p>
            <code class="problem-code">{code}</code>
          </p>
          <p class="problem-text">{message}</p>
          {fix !== undefined && <p class="problem-next">{fix}</p>}
        </div>
      ))}
    </div>
  );
}
