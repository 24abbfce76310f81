import type { Clock, ExporterView, Histogram, Service, Timer } from "../../contract/index.ts";
import type { OutcomeSummary } from "./dev-event.ts";

export interface OutcomeWatchOptions {
  readonly list: () => readonly ExporterView[];
  readonly onSummary: (summary: OutcomeSummary) => void;
  readonly clock: Clock;
}

const lookIntervalMillis = 1_000;
/** How many looks may pass without a summary while batches flow as before. */
const quietLooks = 10;

/**
 * Tells what becomes of batches: at the next look when something is new (the first batch, another kind of outcome,
 * another state, spans given up), and now and then while all goes on as before.
 */
export class OutcomeWatch implements Service {
  readonly #options: OutcomeWatchOptions;
  readonly #told = new Map<string, Told>();
  #timer: Timer | undefined;

  constructor(options: OutcomeWatchOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    for (const view of this.#options.list()) this.#told.set(view.name, { view, kinds: "", looks: 0 });
    this.#wait();
  }

  /** Tells what has not been told yet. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#look(true);
  }

  #wait(): void {
    this.#timer = this.#options.clock.after(lookIntervalMillis, () => {
      this.#look(false);
      this.#wait();
    });
  }

  #look(isLast: boolean): void {
    for (const view of this.#options.list()) {
      const told = this.#told.get(view.name);
      const summary = summaryOf(view, told?.view);
      const kinds = kindsOf(summary);
      const isNew =
        view.state !== (told?.view.state ?? view.state) || (summary.calls > 0 && kinds !== told?.kinds);
      const isDue = summary.calls > 0 && (isLast || (told?.looks ?? 0) + 1 >= quietLooks);
      if (isNew || isDue) {
        this.#options.onSummary(summary);
        this.#told.set(view.name, { view, kinds: summary.calls > 0 ? kinds : (told?.kinds ?? ""), looks: 0 });
      } else if (told !== undefined) told.looks += 1;
      else this.#told.set(view.name, { view, kinds: "", looks: 0 });
    }
  }
}

interface Told {
  readonly view: ExporterView;
  readonly kinds: string;
  looks: number;
}

/** What an exporter did between two views of it; since its start when there is none before. */
function summaryOf(view: ExporterView, before: ExporterView | undefined): OutcomeSummary {
  const [now, then] = [view.counters, before?.counters];
  const callMillis = callsBetween(view.callMillis, before?.callMillis);
  return {
    exporter: view.name,
    state: view.state,
    calls: now.calls - (then?.calls ?? 0),
    accepted: now.outcomes.accepted - (then?.outcomes.accepted ?? 0),
    partlyRejected: now.outcomes.partlyRejected - (then?.outcomes.partlyRejected ?? 0),
    retryable: now.outcomes.retryable - (then?.outcomes.retryable ?? 0),
    permanent: now.outcomes.permanent - (then?.outcomes.permanent ?? 0),
    sentSpans: now.sentSpans - (then?.sentSpans ?? 0),
    rejectedSpans: now.rejectedSpans - (then?.rejectedSpans ?? 0),
    failedSpans: now.failedSpans - (then?.failedSpans ?? 0),
    queuedSpans: view.queue.spans,
    ...callMillis,
    memoryBytes: view.memory.bytes,
  };
}

const kindsOf = ({ accepted, partlyRejected, retryable, permanent, failedSpans }: OutcomeSummary) =>
  [accepted, partlyRejected, retryable, permanent, failedSpans].map((count) => (count > 0 ? 1 : 0)).join("");

function callsBetween(
  now: Histogram,
  then: Histogram | undefined,
): Pick<OutcomeSummary, "callMillis" | "slowestMillis"> {
  const count = now.count - (then?.count ?? 0);
  if (count <= 0) return { callMillis: undefined, slowestMillis: undefined };
  const highest = now.counts.findLastIndex((each, index) => each > (then?.counts[index] ?? 0));
  return {
    callMillis: (now.sum - (then?.sum ?? 0)) / count,
    slowestMillis: now.bounds[highest] ?? Number.POSITIVE_INFINITY,
  };
}
