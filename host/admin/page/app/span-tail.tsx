import { useEffect, useState } from "preact/hooks";
import { problemsOf, Refused } from "./agent-api.ts";
import type { ApiProblem, RecentSpan } from "./api-types.ts";
import { Problems } from "./card-notice.tsx";
import { readEvents } from "./event-stream.ts";
import { millisText, plural } from "./format.ts";
import type { PageActions } from "./page-actions.ts";
import { Switch } from "./switch.tsx";
import { addSpans, layWaterfall, rootOf, type TailTrace } from "./trace-tail.ts";
import { WaterfallChart } from "./waterfall-chart.tsx";

const reopenMillis = 1_000;

interface SpanTailProps {
  readonly isLive: boolean;
  readonly actions: PageActions;
}

/** A sample of the spans that come in, shown only while someone wants to see them. */
export function SpanTail({ isLive, actions }: SpanTailProps) {
  const [isOn, setOn] = useState(false);
  return (
    <section class="panel tail" aria-labelledby="tail-title">
      <header class="panel-head">
        <h2 id="tail-title">Recent spans</h2>
        <Switch isOn={isOn} onChange={setOn}>
          Watch a sample
        </Switch>
      </header>
      {!isOn && (
        <p class="quiet">Off. While it is on, a few batches a second are looked into and shown here.</p>
      )}
      {isOn && isLive && <Tail actions={actions} />}
    </section>
  );
}

function Tail({ actions }: { readonly actions: PageActions }) {
  const [traces, setTraces] = useState<readonly TailTrace[]>([]);
  const [chosenId, choose] = useState<string>();
  const [problems, setProblems] = useState<readonly ApiProblem[]>([]);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const listen = async () => {
      const body = await actions.api.stream("/api/v1/spans", signal);
      for await (const { data } of readEvents(body)) {
        const spans = JSON.parse(data) as readonly RecentSpan[];
        setTraces((known) => addSpans(known, spans));
      }
    };
    const goOn = async () => {
      while (!signal.aborted) {
        // A stream that broke off, as for a reader that was too slow, is opened again; a refusal is final.
        await listen().catch((error: unknown) => {
          if (error instanceof Refused) throw error;
        });
        await new Promise((resolve) => setTimeout(resolve, reopenMillis));
      }
    };
    goOn().catch((error: unknown) => setProblems(problemsOf(error)));
    return () => controller.abort();
  }, [actions]);

  const shown = traces.find(({ traceId }) => traceId === chosenId) ?? traces[0];
  if (problems.length > 0) return <Problems problems={problems} />;
  if (shown === undefined) return <p role="status">Waiting for spans…</p>;
  return (
    <div class="tail-body">
      <ol class="tail-traces" aria-label="Traces, newest first">
        {traces.map((trace) => (
          <li key={trace.traceId}>
            <TraceButton
              trace={trace}
              isShown={trace === shown}
              onChoose={() => choose(trace.traceId === chosenId ? undefined : trace.traceId)}
            />
          </li>
        ))}
      </ol>
      <WaterfallChart trace={shown} isHeld={shown.traceId === chosenId} onFollow={() => choose(undefined)} />
    </div>
  );
}

function TraceButton(props: { readonly trace: TailTrace; readonly isShown: boolean; onChoose(): void }) {
  const { trace, isShown, onChoose } = props;
  const root = rootOf(trace);
  const hasError = trace.spans.some(({ status }) => status === "error");
  return (
    <button type="button" class="trace-button" aria-pressed={isShown} onClick={onChoose}>
      <span class="trace-name">{root.name || "unnamed"}</span>
      <span class="quiet">
        {hasError && <span class="is-bad">error · </span>}
        {millisText(layWaterfall(trace.spans).durationMillis)} · {plural(trace.spans.length, "span")} ·{" "}
        {root.service || "unknown service"}
      </span>
    </button>
  );
}
