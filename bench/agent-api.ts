import type { AgentChild } from "./agent-child.ts";

/** What the bench reads of an exporter. */
interface ExporterFigures {
  readonly name: string;
  readonly swaps: number;
  readonly counters: { readonly sentSpans: number };
  readonly queue: { readonly batches: number };
}

interface AgentFigures {
  readonly receivers: readonly { readonly figures: Readonly<Record<string, number>> }[];
}

const pollMillis = 20;

/** Puts another instance into the place of a running one, and resolves when it is in force. */
export async function reloadExporter({ apiUrl }: AgentChild, name: string, entry: string): Promise<void> {
  const response = await fetch(`${apiUrl}/exporters/${name}/reload`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ entry }),
  });
  if (response.status !== 200)
    throw new Error(`reload of ${name}: ${response.status} ${await response.text()}`);
}

/** How long requests that a generator cut off may still come in and go out. */
const patienceMillis = 5_000;

/**
 * Waits until every queue is empty; gives the number of spans that each exporter has sent by then.
 *
 * @throws Error when an exporter did not get every span that a receiver has accepted since the agent's start
 */
export async function checkNothingLost({ apiUrl }: AgentChild): Promise<number> {
  let patienceEnds = Number.POSITIVE_INFINITY;
  for (;;) {
    const { exporters } = await get<{ exporters: readonly ExporterFigures[] }>(`${apiUrl}/exporters`);
    if (exporters.every(({ queue }) => queue.batches === 0)) {
      const { receivers } = await get<AgentFigures>(`${apiUrl}/agent`);
      const accepted = receivers.reduce((sum, { figures }) => sum + (figures.acceptedSpans ?? 0), 0);
      const short = exporters.find(({ counters }) => counters.sentSpans !== accepted);
      if (short === undefined) return accepted;
      patienceEnds = Math.min(patienceEnds, performance.now() + patienceMillis);
      if (performance.now() > patienceEnds) {
        throw new Error(`${short.name} sent ${short.counters.sentSpans} of ${accepted} accepted spans`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pollMillis));
  }
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
