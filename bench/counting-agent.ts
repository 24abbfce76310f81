import { type AgentChild, type AgentOptions, projectRoot, startAgent } from "./agent-child.ts";

/**
 * An agent with so many counting exporters in one pipeline. A full queue makes senders wait, so that every exporter gets
 * every span that was taken.
 */
export function startCountingAgent(count: number, options: AgentOptions = {}): Promise<AgentChild> {
  const exporters = Array.from(
    { length: count },
    (_, index) => `  count-${index}:
    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm
    sending_queue: { queue_size: 50, block_on_overflow: true }`,
  );
  return startAgent(exporters.join("\n"), options);
}
