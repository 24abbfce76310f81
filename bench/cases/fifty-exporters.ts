import { checkNothingLost } from "../agent-api.ts";
import type { AgentChild } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { startCountingAgent } from "../counting-agent.ts";
import { requestsPerSecond } from "../http-load.ts";

const connections = 8;
const seconds = 5;
const spanCount = 512;
const many = 50;

function manyCase(
  about: Pick<Comparison, "name" | "what" | "unit">,
  measure: (agent: AgentChild, body: Uint8Array, count: number) => Promise<number>,
): Comparison {
  return {
    kind: "comparison",
    ...about,
    async prepare() {
      const body = traceBody(spanCount);
      const [subject, baseline] = [await startCountingAgent(many), await startCountingAgent(1)];
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
