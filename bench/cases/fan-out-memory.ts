import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { startAgentWithDeadExporters } from "../dead-exporters.ts";
import { requestsPerSecond } from "../http-load.ts";

const spanCount = 512;
const warmUpAmount = 100;
const amount = 1000;

/** What an agent's resident memory grows by for each byte of the bodies that wait in its queues. */
async function residentPerQueuedByte(exporters: number, body: Uint8Array): Promise<number> {
  const agent = await startAgentWithDeadExporters(exporters, "  shutdown_timeout: 0s");
  try {
    const load = { url: agent.tracesUrl, body, connections: 4 };
    await requestsPerSecond({ ...load, amount: warmUpAmount });
    const before = agent.child.memory().residentBytes;
    await requestsPerSecond({ ...load, amount });
    return (agent.child.memory().residentBytes - before) / (amount * body.length);
  } finally {
    await agent.dispose();
  }
}

/** A copy for each exporter would make it 4, one more copy 2; beyond 1 there is what each queue notes of a batch. */
export const fanOutMemory: Comparison = {
  kind: "comparison",
  name: "fan-out to 4 exporters: memory",
  what: `resident bytes for each byte that waits in the queues of 4 dead exporters, against the queue of one (${amount} batches of ${spanCount} spans)`,
  unit: "bytes per queued byte",
  mark: { atMost: 1.2 },
  async prepare() {
    const body = traceBody(spanCount);
    return {
      subject: () => residentPerQueuedByte(4, body),
      baseline: () => residentPerQueuedByte(1, body),
      async dispose() {},
    };
  },
};
