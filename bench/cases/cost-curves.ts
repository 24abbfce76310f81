import type { AgentChild } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { startCountingAgent } from "../counting-agent.ts";
import type { Curve, CurveReading } from "../curve.ts";
import { measureDelivery } from "../delivered-work.ts";

const seconds = 2;
const connections = 8;
const spanCount = 512;

interface Measurement {
  readonly agent: AgentChild;
  readonly body: Uint8Array;
  readonly connections: number;
  readonly exporters?: number;
  readonly mayRefuse?: true;
}

async function read({ agent, exporters = 1, ...load }: Measurement): Promise<CurveReading> {
  const { spans, cpuSeconds } = await measureDelivery(agent, { ...load, seconds });
  const deliveries = spans * exporters;
  return { cpuNanos: (cpuSeconds * 1e9) / deliveries, perSecond: deliveries / seconds };
}

export const batchCurve: Curve = {
  kind: "curve",
  name: "cost by batch size",
  what: `CPU of the agent for a span as batches grow (counting exporter, ${connections} connections)`,
  load: "spans in a batch",
  work: "span",
  throughput: "spans",
  file: "cost-by-batch-size",
  loads: [1, 8, 64, 512, 4096, 8192],
  async prepare() {
    const agent = await startCountingAgent(1);
    const bodies = new Map(this.loads.map((load) => [load, traceBody(load)]));
    return {
      measure: (load) => read({ agent, body: bodies.get(load)!, connections }),
      dispose: () => agent.dispose(),
    };
  },
};

export const exporterCurve: Curve = {
  kind: "curve",
  name: "cost by exporters",
  what: `CPU of the agent for a span and each exporter that gets it as exporters are added (counting exporters, ${spanCount} spans a batch, ${connections} connections)`,
  load: "exporters",
  work: "span and exporter",
  throughput: "spans delivered to all exporters together",
  file: "cost-by-exporters",
  loads: [1, 2, 4, 8, 16, 32, 50],
  async prepare() {
    const body = traceBody(spanCount);
    const agents = new Map<number, AgentChild>();
    for (const load of this.loads) agents.set(load, await startCountingAgent(load));
    return {
      measure: (load) => read({ agent: agents.get(load)!, body, connections, exporters: load }),
      async dispose() {
        for (const agent of agents.values()) await agent.dispose();
      },
    };
  },
};

/** With the queue that a user gets; what is refused is work too, and has to be paid by the spans that were taken. */
export const connectionCurve: Curve = {
  kind: "curve",
  name: "cost by connections",
  what: `CPU of the agent for a span as connections are added (counting exporter, ${spanCount} spans a batch)`,
  load: "connections",
  work: "span",
  throughput: "spans",
  file: "cost-by-connections",
  loads: [1, 8, 32, 128, 500],
  async prepare() {
    const body = traceBody(spanCount);
    const agent = await startCountingAgent(1, { queueSize: 1000 });
    return {
      measure: (load) => read({ agent, body, connections: load, mayRefuse: true }),
      dispose: () => agent.dispose(),
    };
  },
};
