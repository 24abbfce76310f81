import type { ProbeBatch, Repeated } from "../probe/index.ts";
import type { BenchRow, Speed } from "./bench-report.ts";

/** Two neighbouring runs. */
export interface RunPair {
  readonly plugin: Repeated;
  readonly reference: Repeated;
}

/** The figures of one size from its pairs of runs, of which there is at least one. */
export function rowOf({ spans, spanCount }: ProbeBatch, pairs: readonly RunPair[]): BenchRow {
  return {
    spans: spanCount,
    bytes: spans.length,
    plugin: speedOf(
      spanCount,
      pairs.map(({ plugin }) => plugin),
    ),
    reference: speedOf(
      spanCount,
      pairs.map(({ reference }) => reference),
    ),
    ratio: median(pairs.map(({ plugin, reference }) => wallMicros(plugin) / wallMicros(reference))),
    cpuRatio: median(pairs.map(({ plugin, reference }) => cpuMicros(plugin) / cpuMicros(reference))),
  };
}

function speedOf(spanCount: number, runs: readonly Repeated[]): Speed {
  const wallMicrosPerCall = median(runs.map(wallMicros));
  return {
    wallMicrosPerCall,
    cpuMicrosPerCall: median(runs.map(cpuMicros)),
    spansPerSecond: (spanCount * 1_000_000) / wallMicrosPerCall,
    calls: runs.reduce((sum, { calls }) => sum + calls, 0),
    failures: runs.reduce((sum, { failures }) => sum + failures, 0),
  };
}

const wallMicros = ({ wallMillis, calls }: Repeated): number => (wallMillis * 1000) / calls;

const cpuMicros = ({ cpuMillis, calls }: Repeated): number => (cpuMillis * 1000) / calls;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
