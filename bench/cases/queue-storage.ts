import { type AgentChild, projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../http-load.ts";

const connections = 32;
const seconds = 4;

function startCounting(queue: string): Promise<AgentChild> {
  return startAgent(`  count:
    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm
    sending_queue: { ${queue} }`);
}

function storageCost(fsync: "always" | "interval", mark?: Comparison["mark"]): Comparison {
  return {
    kind: "comparison",
    name: `queue on disk, fsync ${fsync}`,
    what: `spans/s through HTTP and a counting exporter with a queue on disk (fsync: ${fsync}), against the same with its queue in memory (64 spans each, ${connections} connections)`,
    unit: "spans/s",
    ...(mark === undefined ? {} : { mark }),
    async prepare() {
      const spanCount = 64;
      const body = traceBody(spanCount);
      const stored = await startCounting(`storage: ./queue, fsync: ${fsync}, block_on_overflow: true`);
      const inMemory = await startCounting("block_on_overflow: true");
      const spansPerSecond = async ({ tracesUrl: url }: AgentChild) =>
        spanCount * (await requestsPerSecond({ url, body, connections, seconds }));
      return {
        subject: () => spansPerSecond(stored),
        baseline: () => spansPerSecond(inMemory),
        async dispose() {
          await stored.dispose();
          await inMemory.dispose();
        },
      };
    },
  };
}

export const storageAlways = storageCost("always");
export const storageInterval = storageCost("interval");
