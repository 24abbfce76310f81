import type { CaseResult } from "./case-result.ts";
import { type Comparison, runComparison } from "./comparison.ts";
import { type Curve, runCurve } from "./curve.ts";
import { type Growth, runGrowth } from "./growth.ts";
import { runSoak, type Soak } from "./soak.ts";

export type BenchCase = Comparison | Curve | Growth | Soak;

export interface RunOptions {
  /** Counted pairs of a comparison. */
  readonly rounds: number;
  /** Growth over as much work as the marks ask for, whatever time it takes. */
  readonly isLong: boolean;
}

export async function runCase(
  benchCase: BenchCase,
  { rounds, isLong }: RunOptions,
): Promise<readonly CaseResult[]> {
  switch (benchCase.kind) {
    case "comparison":
      return [await runComparison(benchCase, rounds)];
    case "curve":
      return await runCurve(benchCase, rounds);
    case "growth":
      return await runGrowth(benchCase, isLong);
    case "soak":
      return await runSoak(benchCase, isLong);
    default:
      return benchCase satisfies never;
  }
}
