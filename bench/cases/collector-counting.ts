import { projectRoot } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { forEachSize, markedSpanCount, sizeSuffix, spansABody } from "../body-sizes.ts";
import { measureGrpcLoad } from "../grpc-load.ts";
import { startCollector } from "../peers/collector-child.ts";
import { sendOne } from "../peers/export-reply.ts";
import type { PeerComparison } from "../peers/peer-comparison.ts";
import { agentOutlet, httpLoad, peerSide, startQuietAgent, tracesUrlOf } from "../peers/peer-sides.ts";
import type { Scope } from "../scope.ts";

/** A full queue makes senders wait, so that nothing is refused. */
const countingExporter = `  count:
    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm
    sending_queue: { block_on_overflow: true }`;

/** Nothing is done with the spans on either side: what is measured is receiving, queueing and the boundary. */
async function startBoth(program: string, protocol: "http" | "grpc", scope: Scope) {
  const agent = await scope.use(startQuietAgent(countingExporter, protocol));
  const collector = await scope.use(startCollector({ program, protocol, exporters: () => ({ nop: {} }) }));
  return { agent, collector };
}

/**
 * The Collector tells nobody what its nop exporter took, so both sides are credited with what they answered; the agent's
 * own counters are held against that.
 */
const counted = async (answered: number, check: (answered: number) => Promise<number>) => {
  await check(answered);
  return answered;
};

export const collectorHttpCounting: readonly PeerComparison[] = forEachSize(
  { atLeast: 5 },
  ({ spanCount, seconds, mark }) => ({
    kind: "peers",
    name: `Collector: http → counting exporter${sizeSuffix(spanCount)}`,
    what: `spans per CPU second through HTTP, queue, worker and a counting AssemblyScript exporter, against the OpenTelemetry Collector with its nop exporter (${spansABody(spanCount)})`,
    spanCount,
    ...(mark === undefined ? {} : { mark, memoryMark: { atMost: 1 } }),
    async prepare(program, scope) {
      const body = traceBody(spanCount);
      const { agent, collector } = await startBoth(program, "http", scope);
      const urls = [agent.tracesUrl, tracesUrlOf(collector)] as const;
      for (const url of urls) await sendOne(url, body);
      const agentSide = peerSide({
        name: "the agent",
        child: agent.child,
        load: httpLoad(urls[0], body, seconds),
        outlet: await agentOutlet(agent, spanCount),
      });
      return {
        agent: { ...agentSide, arrived: (answered) => counted(answered, agentSide.arrived) },
        collector: peerSide({
          name: "the Collector",
          child: collector.child,
          load: httpLoad(urls[1], body, seconds),
        }),
      };
    },
  }),
);

const grpcConnections = 4;
const grpcStreams = 4;

export const collectorGrpcCounting: PeerComparison = {
  kind: "peers",
  name: "Collector: gRPC → counting exporter",
  what: `spans per CPU second through gRPC, queue, worker and a counting AssemblyScript exporter, against the OpenTelemetry Collector with its nop exporter (${markedSpanCount} spans a message, ${grpcConnections} connections with ${grpcStreams} calls at a time)`,
  spanCount: markedSpanCount,
  mark: { atLeast: 1 },
  async prepare(program, scope) {
    const message = traceBody(markedSpanCount);
    const { agent, collector } = await startBoth(program, "grpc", scope);
    const loadOf = (url: string) => () =>
      measureGrpcLoad({ url, message, connections: grpcConnections, streams: grpcStreams, seconds: 3 });
    return {
      agent: peerSide({
        name: "the agent",
        child: agent.child,
        load: loadOf(agent.tracesUrl),
        outlet: await agentOutlet(agent, markedSpanCount),
      }),
      collector: peerSide({
        name: "the Collector",
        child: collector.child,
        load: loadOf(collector.url),
      }),
    };
  },
};
