import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AgentChild, startAgent } from "./agent-child.ts";
import { buildWatExporter, deadExport } from "./wat-exporter.ts";

/** An agent with `count` exporters that take nothing: what comes waits in their queues, for hours. */
export async function startAgentWithDeadExporters(count: number, service = ""): Promise<AgentChild> {
  const folder = mkdtempSync(join(tmpdir(), "spandock-bench-"));
  const plugin = join(folder, "dead.wasm");
  writeFileSync(plugin, await buildWatExporter(deadExport));
  const exporters = Array.from(
    { length: count },
    (_, index) => `  dead-${index}:
    plugin: ${plugin}
    sending_queue: { queue_size: 10000000 }
    retry_on_failure: { initial_interval: 1h, max_interval: 1h, max_elapsed_time: 0s }`,
  );
  const agent = await startAgent(exporters.join("\n"), service);
  return {
    ...agent,
    async dispose() {
      await agent.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
