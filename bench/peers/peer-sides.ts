import { checkNothingLost } from "../agent-api.ts";
import { type AgentChild, launchAgent } from "../agent-child.ts";
import { measureLoad } from "../http-load.ts";
import type { CollectorChild } from "./collector-child.ts";
import type { PeerSide } from "./peer-comparison.ts";
import type { MeasuredProcess } from "./resident-samples.ts";

/** Senders that wait for an answer before they send the next body. */
export const connections = 8;

/** The agent logs as little as the Collector does. */
export function startQuietAgent(exporters: string, protocol: "http" | "grpc" = "http"): Promise<AgentChild> {
  return launchAgent({ exporters, protocol, service: "  telemetry: { logs: { level: error } }" });
}

/** What comes out of one side. */
export interface Outlet {
  /** Whole bodies that have come out since the last call; resolves when no more is to come. */
  bodiesSinceLast(answered: number): Promise<number>;
}

export interface SideOptions {
  readonly name: string;
  readonly child: MeasuredProcess;
  readonly load: () => Promise<number>;
  /** Without one, what was answered counts. */
  readonly outlet?: Outlet;
}

/** A side whose arrivals are counted where they come out, and held against what was answered. */
export function peerSide({ name, child, load, outlet }: SideOptions): PeerSide {
  return {
    child,
    load,
    async arrived(answered) {
      if (outlet === undefined) return answered;
      const bodies = await outlet.bodiesSinceLast(answered);
      // wrk cuts off what is under way at the end, of this round and of the one before: taken, and not answered.
      if (bodies < answered || bodies > answered + 2 * connections)
        throw new Error(`${name}: ${answered} bodies were answered, and ${bodies} came out`);
      return bodies;
    },
  };
}

/** Sends one body over and over to an OTLP/HTTP receiver. */
export function httpLoad(url: string, body: Uint8Array, seconds: number): () => Promise<number> {
  return async () => (await measureLoad({ url, body, connections, seconds })).requests;
}

/** What the agent says that its exporters have sent. */
export async function agentOutlet(agent: AgentChild, spanCount: number): Promise<Outlet> {
  let before = await checkNothingLost(agent);
  return {
    async bodiesSinceLast() {
      const now = await checkNothingLost(agent);
      const bodies = (now - before) / spanCount;
      before = now;
      return bodies;
    },
  };
}

/** Another outlet of an agent, looked at when the agent says that all of its queues are empty. */
export function behindAgent(agent: AgentChild, outlet: Outlet): Outlet {
  return {
    async bodiesSinceLast(answered) {
      await checkNothingLost(agent);
      return await outlet.bodiesSinceLast(answered);
    },
  };
}

export const tracesUrlOf = ({ url }: CollectorChild): string => `${url}/v1/traces`;
