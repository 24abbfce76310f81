import { join } from "node:path";
import { projectRoot } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { forEachSize, sizeSuffix, spansABody } from "../body-sizes.ts";
import { startCollector } from "../peers/collector-child.ts";
import { sendOne } from "../peers/export-reply.ts";
import type { PeerComparison } from "../peers/peer-comparison.ts";
import { behindAgent, httpLoad, peerSide, startQuietAgent, tracesUrlOf } from "../peers/peer-sides.ts";
import { SpansFile } from "../peers/spans-file.ts";

const fileName = "spans.jsonl";

/** The Collector's file exporter has no queue; a short one keeps what the agent holds comparable. */
const filesExporter = `  files:
    plugin: ${projectRoot}examples/files-exporter/build/files-exporter.wasm
    config: { file_paths: [/out/${fileName}] }
    permissions: { directories: { /out: { path: ., access: write } } }
    sending_queue: { queue_size: 16, block_on_overflow: true }`;

export const collectorFiles: readonly PeerComparison[] = forEachSize(
  { atLeast: 1 },
  ({ spanCount, seconds, mark }) => ({
    kind: "peers",
    name: `Collector: http → files exporter${sizeSuffix(spanCount)}`,
    what: `spans per CPU second through HTTP and the files exporter (decode, JSON, write), against the OpenTelemetry Collector with its file exporter in JSON; spans count when they are in the file (${spansABody(spanCount)})`,
    spanCount,
    ...(mark === undefined ? {} : { mark, memoryMark: { atMost: 1 } }),
    async prepare(program, scope) {
      const body = traceBody(spanCount);
      const agent = await scope.use(startQuietAgent(filesExporter));
      const collector = await scope.use(
        startCollector({
          program,
          protocol: "http",
          // Its file can be emptied under it only while it appends.
          exporters: (folder) => ({ file: { path: join(folder, fileName), append: true } }),
        }),
      );
      const sideOf = async (name: string, side: typeof agent | typeof collector, url: string) => {
        const file = new SpansFile(join(side.folder, fileName), spanCount);
        await sendOne(url, body);
        await file.learn();
        return {
          ...{ name, child: side.child, load: httpLoad(url, body, seconds) },
          outlet: "apiUrl" in side ? behindAgent(side, file) : file,
        };
      };
      return {
        agent: peerSide(await sideOf("the agent", agent, agent.tracesUrl)),
        collector: peerSide(await sideOf("the Collector", collector, tracesUrlOf(collector))),
      };
    },
  }),
);
