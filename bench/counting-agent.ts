import { type AgentChild, launchAgent, projectRoot } from "./agent-child.ts";

export interface CountingAgentOptions {
  /** Batches in each exporter's queue. Beyond it 256 more requests may wait, and others are refused. */
  readonly queueSize?: number;
  /** Flags of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/**
 * An agent with so many counting exporters in one pipeline. A full queue makes senders wait, so that every exporter gets
 * every span that was taken.
 */
export function startCountingAgent(
  count: number,
  { queueSize = 50, nodeArgs = [] }: CountingAgentOptions = {},
): Promise<AgentChild> {
  const exporters = Array.from(
    { length: count },
    (_, index) => `  count-${index}:
    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm
    sending_queue: { queue_size: ${queueSize}, block_on_overflow: true }`,
  );
  return launchAgent({ exporters: exporters.join("\n"), nodeArgs });
}
