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
  /** What the subject itself is held to, beside the ratio. */
  readonly subjectMark?: string;
  readonly subjectMet?: boolean;
  /** Of a memory case: the most that each side ever held. */
  readonly peak?: { readonly subject: Spread; readonly baseline: Spread };
  /** What the result shows beyond its ratio. */
  readonly chart?: Chart;
}

export interface Measured {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly mark?: Mark | undefined;
  /** A mark for the subject's own figure, in `unit`. */
  readonly subjectMark?: Mark | undefined;
  /** Subject and baseline, in pairs that belong together. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Minimum, median and maximum of the pairs; medians decide whether marks are met. */
export function caseResult({ name, what, unit, mark, subjectMark, pairs }: Measured): CaseResult {
  const subject = spreadOf(pairs.map(([value]) => value));
  const ratio = spreadOf(pairs.map(([subject, baseline]) => subject / baseline));
  return {
    name,
    what,
    unit,
    subject,
    baseline: spreadOf(pairs.map(([, baseline]) => baseline)),
    ratio,
    ...(mark === undefined ? {} : { mark: markText(mark), met: isMet(mark, ratio.median) }),
    ...(subjectMark === undefined
      ? {}
      : { subjectMark: markText(subjectMark), subjectMet: isMet(subjectMark, subject.median) }),
  };
}

function markText(mark: Mark): string {
  return "atLeast" in mark
    ? `≥ ${Number(mark.atLeast.toPrecision(3))}`
    : `≤ ${Number(mark.atMost.toPrecision(3))}`;
}

function isMet(mark: Mark, value: number): boolean {
  return "atLeast" in mark ? value >= mark.atLeast : value <= mark.atMost;
}
