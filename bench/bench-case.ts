import { type Comparison, runComparison } from "./comparison.ts";
import { type Growth, runGrowth } from "./growth.ts";
import { type PeerComparison, runPeers } from "./peers/peer-comparison.ts";
import type { CaseOutcome } from "./skipped-case.ts";

export type BenchCase = Comparison | Growth | PeerComparison;

export interface RunOptions {
  /** Counted pairs of a comparison. */
  readonly rounds: number;
  /** Growth over as much work as the marks ask for, whatever time it takes. */
  readonly isLong: boolean;
}

export async function runCase(
  benchCase: BenchCase,
  { rounds, isLong }: RunOptions,
): Promise<readonly CaseOutcome[]> {
  switch (benchCase.kind) {
    case "comparison":
      return [await runComparison(benchCase, rounds)];
    case "growth":
      return await runGrowth(benchCase, isLong);
    case "peers":
      return await runPeers(benchCase, rounds);
    default:
      return benchCase satisfies never;
  }
}
