import { type CaseResult, caseResult, type Mark } from "./case-result.ts";

/** A subject and what it is held against, measured in turn in the same run. */
export interface Comparison {
  readonly kind: "comparison";
  readonly name: string;
  /** What is compared with what, in one sentence. */
  readonly what: string;
  readonly unit: string;
  /** The mark for the ratio subject / baseline, where one is set. */
  readonly mark?: Mark;
  /** A mark for the subject's own figure, where one is set. */
  readonly subjectMark?: Mark;
  /** One pair without warm-up: for cases that fill something up. */
  readonly once?: true;
  /** Prepares both sides. */
  prepare(): Promise<PreparedComparison>;
}

export interface PreparedComparison {
  /** Each call gives the figure of one round. */
  subject(): Promise<number>;
  baseline(): Promise<number>;
  dispose(): Promise<void>;
}

/** Runs one warm-up pair and `rounds` counted pairs, A B A B …, so that drift of the machine hits both alike. */
export async function runComparison(comparison: Comparison, rounds: number): Promise<CaseResult> {
  const prepared = await comparison.prepare();
  try {
    const pairs: (readonly [number, number])[] = [];
    const [first, end] = comparison.once ? [0, 1] : [-1, rounds];
    for (let round = first; round < end; round++) {
      const pair = [await prepared.subject(), await prepared.baseline()] as const;
      if (round >= 0) pairs.push(pair);
    }
    return caseResult({ ...comparison, pairs });
  } finally {
    await prepared.dispose();
  }
}
