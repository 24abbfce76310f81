import { checkNothingLost } from "./agent-api.ts";
import type { AgentChild } from "./agent-child.ts";
import type { CaseResult } from "./case-result.ts";
import { LoadChild } from "./open-loop/load-child.ts";
import { ResidentReadings } from "./resident-readings.ts";
import { judgeSoak } from "./soak-result.ts";

/**
 * An agent under a steady load for a long time. The load comes from an open-loop generator at a share of what the agent
 * and the generator reach together on this machine, which is measured first: at the full rate a queue has no end, and
 * its waiting times say nothing about the agent.
 */
export interface Soak {
  readonly kind: "soak";
  readonly name: string;
  readonly what: string;
  readonly body: () => Uint8Array;
  readonly seconds: number;
  /** For a run that may take its time. */
  readonly longSeconds: number;
  start(): Promise<AgentChild>;
}

/** Of the capacity. */
export const loadShare = 0.8;
/** Of the whole time: the last quarter of them is compared with the second. */
const parts = 20;
const warmUpSeconds = 3;
const capacitySeconds = 5;
const lanes = 8;
/** Fewer than the descriptors that a process may have. */
const maxLanes = 800;

export async function runSoak(soak: Soak, isLong: boolean): Promise<readonly CaseResult[]> {
  const seconds = isLong ? soak.longSeconds : soak.seconds;
  const agent = await soak.start();
  const generator = new LoadChild();
  try {
    const load = { url: agent.tracesUrl, body: soak.body(), lanes };
    await generator.closedLoop({ ...load, seconds: warmUpSeconds });
    await checkNothingLost(agent);
    const capacity = await capacityOf(agent, () =>
      generator.closedLoop({ ...load, seconds: capacitySeconds }),
    );
    const ratePerSecond = loadShare * capacity;
    const resident = new ResidentReadings(agent, (seconds * 1000) / parts);
    const cpuBefore = agent.child.cpuSeconds();
    const figures = await generator
      .openLoop({ ...load, ratePerSecond, seconds, parts, maxLanes })
      .finally(() => resident.stop());
    const cpuSeconds = agent.child.cpuSeconds() - cpuBefore;
    await checkNothingLost(agent);
    const residentBytes = resident.spreads(parts);
    return judgeSoak(soak, { seconds, capacity, ratePerSecond, cpuSeconds, figures, residentBytes });
  } finally {
    generator.end();
    await agent.dispose();
  }
}

/** Requests a second until all are delivered: the agent answers when a batch is queued, which may be much faster. */
async function capacityOf(agent: AgentChild, load: () => Promise<number>): Promise<number> {
  const begin = performance.now();
  const answers = await load();
  await checkNothingLost(agent);
  return (answers * 1000) / (performance.now() - begin);
}
