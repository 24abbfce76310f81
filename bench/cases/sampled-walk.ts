import { projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import type { Comparison } from "../comparison.ts";
import { requestsPerSecond } from "../http-load.ts";

const connections = 8;
const seconds = 4;

/** Conditions that never come true, so that all that is measured is the looking. */
const rules = `  rules:
    - when: { error_spans: "> 50% for 1h", service: bench, attributes: { attribute.key.1: never } }
      then: disable count
    - when: { error_spans: "> 99% for 1h" }
      then: disable count
`;

/** What rules cost the batches that pass. */
export const sampledWalk: Comparison = {
  kind: "comparison",
  name: "rules on the way",
  what: "spans/s through HTTP and a counting exporter with two rules on error spans, service and attribute (512 spans each), against the same agent without rules",
  unit: "spans/s",
  mark: { atLeast: 0.95 },
  async prepare() {
    const spanCount = 512;
    const body = traceBody(spanCount);
    const exporters = `  count:\n    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm`;
    const withRules = await startAgent(exporters, rules);
    const without = await startAgent(exporters);
    const spansPerSecond = async (url: string) =>
      spanCount * (await requestsPerSecond({ url, body, connections, seconds }));
    return {
      subject: () => spansPerSecond(withRules.tracesUrl),
      baseline: () => spansPerSecond(without.tracesUrl),
      dispose: async () => {
        await withRules.dispose();
        await without.dispose();
      },
    };
  },
};
