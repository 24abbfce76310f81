import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { Child } from "../child.ts";
import type { Comparison } from "../comparison.ts";
import { freePort } from "../free-port.ts";
import { requestsPerSecond } from "../http-load.ts";

const connections = 8;
const seconds = 4;

/** Both write every body they acknowledged: the agent's short queue makes the load wait for the plugin. */
export const httpFiles: Comparison = {
  kind: "comparison",
  name: "http → files exporter",
  what: "spans/s through HTTP and the files exporter (decode, JSON, write), against the same job in plain Node (protobufjs, JSON.stringify, appendFile)",
  unit: "spans/s",
  mark: { atLeast: 2 },
  async prepare() {
    const spanCount = 512;
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
    const spansPerSecond = async (url: string) =>
      spanCount * (await requestsPerSecond({ url, body, connections, seconds }));
    return {
      subject: () => spansPerSecond(agent.tracesUrl),
      baseline: () => spansPerSecond(plainUrl),
      dispose: async () => {
        await plain.stop();
        await agent.dispose();
      },
    };
  },
};
