import { type Spread, spreadOf } from "./statistics.ts";

/** One comparison: a subject and what it is held against, measured in turn in the same run. */
export interface BenchCase {
  readonly name: string;
  /** What is compared with what, in one sentence. */
  readonly what: string;
  readonly unit: string;
  /** The mark for the ratio subject / baseline, where one is set. */
  readonly mark?: { readonly atLeast: number } | { readonly atMost: number };
  /** Prepares both sides; `measure` gives one figure for one round. */
  prepare(): Promise<PreparedCase>;
}

export interface PreparedCase {
  subject(): Promise<number>;
  baseline(): Promise<number>;
  dispose(): Promise<void>;
}

export interface CaseResult {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly subject: Spread;
  readonly baseline: Spread;
  /** Subject / baseline, pair by pair. */
  readonly ratio: Spread;
  readonly mark?: string;
  readonly met?: boolean;
}

/** Runs one warm-up pair and `rounds` counted pairs, A B A B …, so that drift of the machine hits both alike. */
export async function runCase(benchCase: BenchCase, rounds: number): Promise<CaseResult> {
  const prepared = await benchCase.prepare();
  try {
    const pairs: (readonly [number, number])[] = [];
    for (let round = -1; round < rounds; round++) {
      const pair = [await prepared.subject(), await prepared.baseline()] as const;
      if (round >= 0) pairs.push(pair);
    }
    const ratio = spreadOf(pairs.map(([subject, baseline]) => subject / baseline));
    return {
      name: benchCase.name,
      what: benchCase.what,
      unit: benchCase.unit,
      subject: spreadOf(pairs.map(([subject]) => subject)),
      baseline: spreadOf(pairs.map(([, baseline]) => baseline)),
      ratio,
      ...verdict(benchCase.mark, ratio.median),
    };
  } finally {
    await prepared.dispose();
  }
}

function verdict(mark: BenchCase["mark"], ratio: number): Pick<CaseResult, "mark" | "met"> {
  if (mark === undefined) return {};
  if ("atLeast" in mark) return { mark: `≥ ${mark.atLeast}`, met: ratio >= mark.atLeast };
  return { mark: `≤ ${mark.atMost}`, met: ratio <= mark.atMost };
}
