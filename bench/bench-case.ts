import type { CaseOutcome } from "./case-outcome.ts";
import { type Comparison, runComparison } from "./comparison.ts";
import { type Curve, runCurve } from "./curve.ts";
import { type Growth, runGrowth } from "./growth.ts";
import { findCollector } from "./peers/collector-child.ts";
import { type PeerComparison, runPeers } from "./peers/peer-comparison.ts";
import { runSoak, type Soak } from "./soak.ts";

export type BenchCase = Comparison | Curve | Growth | PeerComparison | Soak;

export interface RunOptions {
  /** Counted pairs of a comparison. */
  readonly rounds: number;
  /** Growth over as much work as the marks ask for, whatever time it takes. */
  readonly isLong: boolean;
}

/** What comes of a case; one that throws is a failed case, so that the others are still run. */
export async function runCase(benchCase: BenchCase, options: RunOptions): Promise<readonly CaseOutcome[]> {
  try {
    return await measure(benchCase, options);
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    return [{ name: benchCase.name, what: benchCase.what, failed }];
  }
}

async function measure(
  benchCase: BenchCase,
  { rounds, isLong }: RunOptions,
): Promise<readonly CaseOutcome[]> {
  switch (benchCase.kind) {
    case "comparison":
      return [await runComparison(benchCase, rounds)];
    case "curve":
      return await runCurve(benchCase, rounds);
    case "growth":
      return await runGrowth(benchCase, isLong);
    case "peers":
      return await runPeers(benchCase, { rounds, collector: await findCollector() });
    case "soak":
      return await runSoak(benchCase, isLong);
    default:
      return benchCase satisfies never;
  }
}
