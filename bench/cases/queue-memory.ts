import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { startAgentWithDeadExporters } from "../dead-exporters.ts";
import { requestsPerSecond } from "../http-load.ts";

const mebibyte = 1024 ** 2;

/** Four queues hold each batch, and its bytes are there once. The rest is what each queue notes of it. */
export const queueMemory: Comparison = {
  kind: "comparison",
  name: "a million queued spans",
  what: "resident memory that 1,000,000 spans take in the queues of 4 dead exporters, against the bytes of their bodies (250 spans each)",
  unit: "MiB",
  mark: { atMost: 1.5 },
  once: true,
  async prepare() {
    const spanCount = 250;
    const amount = 1_000_000 / spanCount;
    const body = traceBody(spanCount, 4);
    const agent = await startAgentWithDeadExporters(4, "  shutdown_timeout: 0s");
    return {
      async subject() {
        const load = { url: agent.tracesUrl, body, connections: 4 };
        await requestsPerSecond({ ...load, amount: 400 });
        const before = agent.child.memory().residentBytes;
        await requestsPerSecond({ ...load, amount });
        return (agent.child.memory().residentBytes - before) / mebibyte;
      },
      baseline: async () => (body.length * amount) / mebibyte,
      dispose: () => agent.dispose(),
    };
  },
};

const limitMebibytes = 384;

export const memoryLimiter: Comparison = {
  kind: "comparison",
  name: "memory limiter",
  what: `highest resident memory of an agent whose exporter is dead while load goes on (512 spans a body, 16 connections, 15 s), against its memory_limiter's limit of ${limitMebibytes} MiB`,
  unit: "MiB",
  mark: { atMost: 1 },
  once: true,
  async prepare() {
    const agent = await startAgentWithDeadExporters(
      1,
      `  shutdown_timeout: 0s\n  memory_limiter: { limit: ${limitMebibytes}MiB }`,
    );
    return {
      async subject() {
        const load = { url: agent.tracesUrl, body: traceBody(512), connections: 16 };
        await requestsPerSecond({ ...load, seconds: 15, mayRefuse: true });
        return agent.child.memory().peakBytes / mebibyte;
      },
      baseline: async () => limitMebibytes,
      dispose: () => agent.dispose(),
    };
  },
};
