import type { CaseResult } from "./case-result.ts";
import { type Comparison, runComparison } from "./comparison.ts";
import { type Growth, runGrowth } from "./growth.ts";

export type BenchCase = Comparison | Growth;

/** Runs one case; `rounds` counts for comparisons. */
export async function runCase(benchCase: BenchCase, rounds: number): Promise<readonly CaseResult[]> {
  switch (benchCase.kind) {
    case "comparison":
      return [await runComparison(benchCase, rounds)];
    case "growth":
      return await runGrowth(benchCase);
    default:
      return benchCase satisfies never;
  }
}
