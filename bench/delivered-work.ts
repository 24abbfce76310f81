import { checkNothingLost } from "./agent-api.ts";
import type { AgentChild } from "./agent-child.ts";
import { type HttpLoadOptions, requestsPerSecond } from "./http-load.ts";

export interface DeliveredWork {
  /** Spans that the agent took, each of which every exporter has got. */
  readonly spans: number;
  /** CPU time of the agent's process from the first request until every queue was empty. */
  readonly cpuSeconds: number;
}

/**
 * Puts a load on an agent and waits until all of it is delivered, so that no work stands over for the next measurement.
 *
 * @throws Error when a span is lost, or an answer is not 200 and may not be
 */
export async function measureDelivery(
  agent: AgentChild,
  load: Omit<HttpLoadOptions, "url">,
): Promise<DeliveredWork> {
  const spansBefore = await checkNothingLost(agent);
  const cpuBefore = agent.child.cpuSeconds();
  await requestsPerSecond({ ...load, url: agent.tracesUrl });
  const spans = (await checkNothingLost(agent)) - spansBefore;
  return {
    spans,
    cpuSeconds: agent.child.cpuSeconds() - cpuBefore,
  };
}
