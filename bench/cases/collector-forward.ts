import { traceBody } from "../bodies.ts";
import { forEachSize, markedSpanCount, type Size, sizeSuffix, spansABody } from "../body-sizes.ts";
import type { Mark } from "../case-result.ts";
import { startCollector } from "../peers/collector-child.ts";
import { sendOne } from "../peers/export-reply.ts";
import type { PeerComparison } from "../peers/peer-comparison.ts";
import { behindAgent, httpLoad, peerSide, startQuietAgent, tracesUrlOf } from "../peers/peer-sides.ts";
import { SinkChild } from "../peers/sink-child.ts";

/** Of both: a full queue makes senders wait, so that only batches that go out are answered. */
const queueSize = 16;

function forwarding(compression: "none" | "gzip", size: Size, memoryMark?: Mark): PeerComparison {
  const { spanCount, seconds, mark } = size;
  return {
    kind: "peers",
    name: `Collector: otlp-http forwarding${compression === "none" ? "" : `, ${compression}`}${sizeSuffix(spanCount)}`,
    what: `spans per CPU second through HTTP and the otlp-http plugin to a sink, against the OpenTelemetry Collector with its otlp_http exporter, both with a queue of ${queueSize} and compression ${compression}; spans count when they are at the sink (${spansABody(spanCount)})`,
    spanCount,
    ...(mark === undefined ? {} : { mark }),
    ...(memoryMark === undefined ? {} : { memoryMark }),
    async prepare(program, scope) {
      const body = traceBody(spanCount);
      const agentSink = await scope.use(SinkChild.start());
      const collectorSink = await scope.use(SinkChild.start());
      const agent = await scope.use(
        startQuietAgent(`  forward:
    plugin: spandock:otlp-http
    config: { endpoint: "${agentSink.url}", compression: ${compression} }
    permissions: { http: ["${agentSink.url}"] }
    sending_queue: { queue_size: ${queueSize}, block_on_overflow: true }`),
      );
      const sending_queue = { queue_size: queueSize, block_on_overflow: true };
      const collector = await scope.use(
        startCollector({
          program,
          protocol: "http",
          exporters: () => ({ otlp_http: { endpoint: collectorSink.url, compression, sending_queue } }),
        }),
      );
      const urls = [agent.tracesUrl, tracesUrlOf(collector)] as const;
      for (const url of urls) await sendOne(url, body);
      for (const sink of [agentSink, collectorSink]) await sink.learn(spanCount);
      return {
        agent: peerSide({
          ...{ name: "the agent", child: agent.child, load: httpLoad(urls[0], body, seconds) },
          outlet: behindAgent(agent, agentSink),
        }),
        collector: peerSide({
          ...{ name: "the Collector", child: collector.child, load: httpLoad(urls[1], body, seconds) },
          outlet: collectorSink,
        }),
      };
    },
  };
}

export const collectorForward: readonly PeerComparison[] = [
  ...forEachSize({ atLeast: 3 }, (size) =>
    forwarding("none", size, size.mark === undefined ? undefined : { atMost: 1 }),
  ),
  forwarding("gzip", { spanCount: markedSpanCount, seconds: 3 }),
];
