import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNothingLost } from "../agent-api.ts";
import { projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { forEachSize, type Size, sizeSuffix, spansABody } from "../body-sizes.ts";
import { Child } from "../child.ts";
import type { Comparison } from "../comparison.ts";
import { freePort } from "../free-port.ts";
import { measureLoad } from "../http-load.ts";

/** The plain program takes 300 ms for a body of 8192 spans: a number of them, or whatever is cut off would decide. */
const loadFor = ({ spanCount, seconds }: Size) =>
  spanCount > 1000 ? { connections: 2, amount: 8 } : { connections: 8, seconds };

/**
 * Both write every body they acknowledged, and the clock runs until that is done: the agent's short queue makes the
 * load wait for the plugin, and what is queued at the end is waited for.
 */
export const httpFiles: readonly Comparison[] = forEachSize({ atLeast: 2 }, (size) => ({
  kind: "comparison",
  name: `http → files exporter${sizeSuffix(size.spanCount)}`,
  what: `spans/s through HTTP and the files exporter (decode, JSON, write), against the same job in plain Node (protobufjs, JSON.stringify, appendFile) (${spansABody(size.spanCount)})`,
  unit: "spans/s",
  ...(size.mark === undefined ? {} : { mark: size.mark }),
  async prepare() {
    const { spanCount } = size;
    const body = traceBody(spanCount);
    const agent = await startAgent(
      `  files:
    plugin: ${projectRoot}examples/files-exporter/build/files-exporter.wasm
    config: { file_paths: [/out/spans.jsonl] }
    permissions: { directories: { /out: { path: ., access: write } } }
    sending_queue: { queue_size: 16, block_on_overflow: true }`,
    );
    const plainUrl = `http://127.0.0.1:${await freePort()}/`;
    const plainProgram = fileURLToPath(new URL("../plain-files.js", import.meta.url));
    const plain = await Child.start(
      [plainProgram, new URL(plainUrl).port, join(agent.folder, "plain.jsonl")],
      plainUrl,
    );
    const spansPerSecond = async (url: string, drain: () => Promise<unknown>) => {
      const load = await measureLoad({ url, body, ...loadFor(size) });
      const begin = performance.now();
      await drain();
      const seconds = load.requests / load.requestsPerSecond + (performance.now() - begin) / 1000;
      return (spanCount * load.requests) / seconds;
    };
    return {
      subject: () => spansPerSecond(agent.tracesUrl, () => checkNothingLost(agent)),
      baseline: () => spansPerSecond(plainUrl, async () => {}),
      dispose: async () => {
        await plain.stop();
        await agent.dispose();
      },
    };
  },
}));
