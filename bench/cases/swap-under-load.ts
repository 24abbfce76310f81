import { checkNothingLost, reloadExporter } from "../agent-api.ts";
import { type AgentChild, projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { type LoadFigures, measureLoad } from "../http-load.ts";

const connections = 8;
const seconds = 10;
const swapIntervalMillis = 1_000;
const spanCount = 512;

const entryWith = (
  memory: string,
) => `plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm
limits: { memory: ${memory} }
sending_queue: { queue_size: 100, block_on_overflow: true }
`;
/** Two that differ in something that only a new instance can bring; a full queue makes senders wait. */
const entries = ["63MiB", "64MiB"].map(entryWith);

/** Swaps the exporter once a second until the load is over. */
async function swapWhile(agent: AgentChild, load: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  load.then(end, end);
  for (let swaps = 0; !isOver; swaps += 1) {
    const begin = performance.now();
    await reloadExporter(agent, "count", entries[swaps % entries.length]!);
    const rest = swapIntervalMillis - (performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
  }
}

function swapCase(
  about: Pick<Comparison, "name" | "what" | "unit">,
  figure: (figures: LoadFigures) => number,
): Comparison {
  return {
    kind: "comparison",
    ...about,
    async prepare() {
      const body = traceBody(spanCount);
      const agent = await startAgent(`  count:\n${entries[0]!.replace(/^(?=.)/gm, "    ")}`);
      // Both are compiled before the clock runs.
      for (const entry of entries) await reloadExporter(agent, "count", entry);
      const measure = async (swaps: boolean) => {
        const load = measureLoad({ url: agent.tracesUrl, body, connections, seconds });
        if (swaps) await swapWhile(agent, load);
        const figures = await load;
        await checkNothingLost(agent);
        return figure(figures);
      };
      return {
        subject: () => measure(true),
        baseline: () => measure(false),
        dispose: () => agent.dispose(),
      };
    },
  };
}

/** With one warm-up and five counted rounds, the exporter is swapped for a minute. */
export const swapThroughput = swapCase(
  {
    name: "swap every second: throughput",
    what: "spans/s through HTTP into a counting exporter that is swapped for a new instance every second, against none swapped; fails when a span is lost",
    unit: "spans/s",
  },
  ({ requestsPerSecond }) => requestsPerSecond * spanCount,
);

export const swapGap = swapCase(
  {
    name: "swap every second: longest gap",
    what: "the longest that a sender waited for an answer while the exporter was swapped every second, against none swapped; fails when a span is lost",
    unit: "ms",
  },
  ({ longestMillis }) => longestMillis,
);
