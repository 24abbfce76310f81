import { fileURLToPath } from "node:url";
import { projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { Child } from "../child.ts";
import type { Comparison } from "../comparison.ts";
import { freePort } from "../free-port.ts";
import { requestsPerSecond } from "../http-load.ts";

const connections = 8;
const seconds = 4;

/** The whole way of a batch against the least that any Node server could do with it. */
export const httpCounting: Comparison = {
  kind: "comparison",
  name: "http → counting exporter",
  what: "spans/s through HTTP, queue, worker and a counting AssemblyScript exporter, against a bare Node http server that drops the same bodies (512 spans each)",
  unit: "spans/s",
  mark: { atLeast: 0.5 },
  async prepare() {
    const spanCount = 512;
    const body = traceBody(spanCount);
    const sinkUrl = `http://127.0.0.1:${await freePort()}/`;
    const sinkProgram = fileURLToPath(new URL("../bare-sink.js", import.meta.url));
    const sink = await Child.start([sinkProgram, new URL(sinkUrl).port], sinkUrl);
    const agent = await startAgent(
      `  count:\n    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm`,
    );
    const spansPerSecond = async (url: string) =>
      spanCount * (await requestsPerSecond({ url, body, connections, seconds }));
    return {
      subject: () => spansPerSecond(agent.tracesUrl),
      baseline: () => spansPerSecond(sinkUrl),
      dispose: async () => {
        await agent.dispose();
        await sink.stop();
      },
    };
  },
};
