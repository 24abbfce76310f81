import { checkNothingLost } from "../agent-api.ts";
import { type AgentChild, projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../http-load.ts";

const connections = 8;
const seconds = 5;
const spanCount = 512;
const many = 50;

/** So many counting exporters in one pipeline; a full queue makes senders wait, so that all of them get every span. */
function startCounters(count: number): Promise<AgentChild> {
  const entries = Array.from(
    { length: count },
    (_, index) => `  count-${index}:
    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm
    sending_queue: { queue_size: 50, block_on_overflow: true }`,
  );
  return startAgent(entries.join("\n"));
}

function manyCase(
  about: Pick<Comparison, "name" | "what" | "unit">,
  measure: (agent: AgentChild, body: Uint8Array, count: number) => Promise<number>,
): Comparison {
  return {
    kind: "comparison",
    ...about,
    async prepare() {
      const body = traceBody(spanCount);
      const [subject, baseline] = [await startCounters(many), await startCounters(1)];
      return {
        subject: () => measure(subject, body, many),
        baseline: () => measure(baseline, body, 1),
        dispose: async () => {
          await subject.dispose();
          await baseline.dispose();
        },
      };
    },
  };
}

async function deliveriesPerSecond(agent: AgentChild, body: Uint8Array, count: number): Promise<number> {
  const requests = await requestsPerSecond({ url: agent.tracesUrl, body, connections, seconds });
  await checkNothingLost(agent);
  return requests * count;
}

export const fiftyThroughput = manyCase(
  {
    name: "50 exporters: throughput",
    what: "batches of 512 spans delivered per second to 50 counting exporters together, each with every batch, against one exporter; fails when a span is lost",
    unit: "batches/s",
  },
  deliveriesPerSecond,
);

export const fiftyMemory = manyCase(
  {
    name: "50 exporters: memory",
    what: "resident memory after load per counting exporter, 50 of them in one agent against one alone in its agent",
    unit: "MiB",
  },
  async (agent, body, count) => {
    await deliveriesPerSecond(agent, body, count);
    return agent.child.memory().residentBytes / 1024 ** 2 / count;
  },
);
