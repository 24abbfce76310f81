import { traceBody } from "../bodies.ts";
import { startCountingAgent } from "../counting-agent.ts";
import type { Soak } from "../soak.ts";

const spanCount = 512;

export const countingSoak: Soak = {
  kind: "soak",
  name: "soak",
  what: `resident memory and latency of an agent with a counting exporter under a steady load (${spanCount} spans a batch)`,
  body: () => traceBody(spanCount),
  seconds: 30,
  longSeconds: 600,
  start: () => startCountingAgent(1, { queueSize: 1000 }),
};
