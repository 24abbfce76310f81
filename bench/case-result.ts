import type { Chart } from "./charts/chart.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** What a ratio is held to. */
export type Mark = { readonly atLeast: number } | { readonly atMost: number };

/** One figure against what it is compared with. */
export interface CaseResult {
  readonly name: string;
  /** What is compared with what, in one sentence. */
  readonly what: string;
  readonly unit: string;
  readonly subject: Spread;
  readonly baseline: Spread;
  /** Subject / baseline, pair by pair. */
  readonly ratio: Spread;
  readonly mark?: string;
  readonly met?: boolean;
  /** What the result shows beyond its ratio. */
  readonly chart?: Chart;
}

export interface Measured {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly mark?: Mark | undefined;
  /** Subject and baseline, in pairs that belong together. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Minimum, median and maximum of the pairs; the median ratio decides whether the mark is met. */
export function caseResult({ name, what, unit, mark, pairs }: Measured): CaseResult {
  const ratio = spreadOf(pairs.map(([subject, baseline]) => subject / baseline));
  return {
    name,
    what,
    unit,
    subject: spreadOf(pairs.map(([subject]) => subject)),
    baseline: spreadOf(pairs.map(([, baseline]) => baseline)),
    ratio,
    ...verdict(mark, ratio.median),
  };
}

function verdict(mark: Mark | undefined, ratio: number): Pick<CaseResult, "mark" | "met"> {
  if (mark === undefined) return {};
  if ("atLeast" in mark)
    return { mark: `≥ ${Number(mark.atLeast.toPrecision(3))}`, met: ratio >= mark.atLeast };
  return { mark: `≤ ${Number(mark.atMost.toPrecision(3))}`, met: ratio <= mark.atMost };
}
