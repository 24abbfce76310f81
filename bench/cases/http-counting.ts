import { fileURLToPath } from "node:url";
import { projectRoot, startAgent } from "../agent-child.ts";
import { traceBody } from "../bodies.ts";
import { forEachSize, markedSpanCount, type Size, sizeSuffix, spansABody } from "../body-sizes.ts";
import { Child } from "../child.ts";
import type { Comparison } from "../comparison.ts";
import { freePort } from "../free-port.ts";
import { type LoadFigures, measureLoad } from "../http-load.ts";

const connections = 8;

interface Target {
  readonly child: Child;
  readonly url: string;
}

/** The whole way of a batch against the least that any Node server could do with it. */
function counting(
  { spanCount, seconds }: Size,
  texts: Pick<Comparison, "name" | "what" | "unit" | "mark">,
  figure: (load: LoadFigures, cpuSeconds: number) => number,
): Comparison {
  return {
    kind: "comparison",
    ...texts,
    async prepare() {
      const body = traceBody(spanCount);
      const sinkUrl = `http://127.0.0.1:${await freePort()}/`;
      const sinkProgram = fileURLToPath(new URL("../bare-sink.js", import.meta.url));
      const sink = await Child.start([sinkProgram, new URL(sinkUrl).port], sinkUrl);
      const agent = await startAgent(
        `  count:\n    plugin: ${projectRoot}examples/counting-exporter/build/counting-exporter.wasm`,
      );
      const measure = async ({ child, url }: Target): Promise<number> => {
        const before = child.cpuSeconds();
        const load = await measureLoad({ url, body, connections, seconds });
        return figure(load, child.cpuSeconds() - before);
      };
      return {
        subject: () => measure({ child: agent.child, url: agent.tracesUrl }),
        baseline: () => measure({ child: sink, url: sinkUrl }),
        dispose: async () => {
          await agent.dispose();
          await sink.stop();
        },
      };
    },
  };
}

export const httpCounting: readonly Comparison[] = forEachSize({ atLeast: 0.5 }, (size) =>
  counting(
    size,
    {
      name: `http → counting exporter${sizeSuffix(size.spanCount)}`,
      what: `spans/s through HTTP, queue, worker and a counting AssemblyScript exporter, against a bare Node http server that drops the same bodies (${spansABody(size.spanCount)})`,
      unit: "spans/s",
      ...(size.mark === undefined ? {} : { mark: size.mark }),
    },
    ({ requestsPerSecond }) => requestsPerSecond * size.spanCount,
  ),
);

const cpuSize: Size = { spanCount: markedSpanCount, seconds: 3 };

/** Says the same on a machine that others use as well: what each process took of it. */
export const httpCountingCpu = counting(
  cpuSize,
  {
    name: "http → counting exporter, CPU",
    what: "the same by the CPU time of both processes",
    unit: "spans/CPU s",
  },
  ({ requests }, cpuSeconds) => (requests * cpuSize.spanCount) / cpuSeconds,
);
