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

/** Spans that all receivers have taken since the agent's start. */
export async function acceptedSpans({ apiUrl }: AgentChild): Promise<number> {
  const { receivers } = await get<AgentFigures>(`${apiUrl}/agent`);
  return receivers.reduce((sum, { figures }) => sum + (figures.acceptedSpans ?? 0), 0);
}

/**
 * Waits until every queue is empty and no more spans come.
 *
 * @throws Error when an exporter did not get every span that a receiver has accepted since the agent's start
 */
export async function checkNothingLost(agent: AgentChild): Promise<void> {
  for (;;) {
    const accepted = await acceptedSpans(agent);
    const { exporters } = await get<{ exporters: readonly ExporterFigures[] }>(`${agent.apiUrl}/exporters`);
    const isIdle = exporters.every(({ queue }) => queue.batches === 0);
    // The last requests of a load may still be on their way when it ends.
    if (!isIdle || (await acceptedSpans(agent)) !== accepted) {
      await new Promise((resolve) => setTimeout(resolve, pollMillis));
      continue;
    }
    const short = exporters.find(({ counters }) => counters.sentSpans !== accepted);
    if (short === undefined) return;
    throw new Error(`${short.name} sent ${short.counters.sentSpans} of ${accepted} accepted spans`);
  }
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
