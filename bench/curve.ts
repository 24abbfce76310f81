import { type CaseResult, caseResult } from "./case-result.ts";
import { curveChart } from "./curve-chart.ts";

/** What the agent did and took for it at one load. */
export interface CurveReading {
  /** CPU of the agent's process for one unit of work, in nanoseconds: see `Curve.work`. */
  readonly cpuNanos: number;
  /** Units of work a second. */
  readonly perSecond: number;
}

/**
 * The cost of one unit of work as the load grows, which is to stay what it is: n times the load may cost n times as
 * much and no more. Where parts of the work are shared (by the spans of a batch, by the exporters of a fan-out) the
 * cost of a unit falls, and that is no finding.
 *
 * Two figures decide. A **cliff** is a step between neighbouring loads at which a unit becomes dearer by more than
 * `maxStep`. **Super-linear growth** is slow and no single step shows it: a unit costs more than `maxRise` times what it
 * cost at any lesser load.
 */
export interface Curve {
  readonly kind: "curve";
  readonly name: string;
  /** What grows and what is measured, in one sentence. */
  readonly what: string;
  /** What a load counts: the label of the axis. */
  readonly load: string;
  /** What is done once for each unit of cost: "span", or "span and exporter". */
  readonly work: string;
  /** What is counted a second: "spans". */
  readonly throughput: string;
  /** The chart's file, without ending. */
  readonly file: string;
  /** From the least to the greatest. */
  readonly loads: readonly number[];
  prepare(): Promise<PreparedCurve>;
}

export interface PreparedCurve {
  /** One round at one load. */
  measure(load: number): Promise<CurveReading>;
  dispose(): Promise<void>;
}

export const maxStep = 1.5;
export const maxRise = 2;

/** Goes through all loads once to warm up and then `rounds` times, so that drift of the machine hits all loads alike. */
export async function runCurve(curve: Curve, rounds: number): Promise<readonly CaseResult[]> {
  const prepared = await curve.prepare();
  try {
    const readings: CurveReading[][] = curve.loads.map(() => []);
    for (let round = -1; round < rounds; round++) {
      for (const [index, load] of curve.loads.entries()) {
        const reading = await prepared.measure(load);
        if (round >= 0) readings[index]!.push(reading);
      }
    }
    return judgeCurve(curve, readings);
  } finally {
    await prepared.dispose();
  }
}

/** `readings` holds those of each load, round by round. */
export function judgeCurve(
  curve: Omit<Curve, "prepare">,
  readings: readonly (readonly CurveReading[])[],
): readonly CaseResult[] {
  const { loads, name, what, work } = curve;
  const pairs = loads.flatMap((_, high) => Array.from({ length: high }, (_, low) => ({ low, high })));
  const result = (title: string, atMost: number, candidates: typeof pairs) => {
    const judged = candidates.map(({ low, high }) =>
      caseResult({
        name: `${name}: ${title}`,
        what: `${what}; ${title}: from ${loads[low]!.toLocaleString("en-US")} (baseline) to ${loads[high]!.toLocaleString("en-US")} (subject)`,
        unit: `ns CPU per ${work}`,
        mark: { atMost },
        pairs: readings[high]!.map(({ cpuNanos }, round) => [cpuNanos, readings[low]![round]!.cpuNanos]),
      }),
    );
    return judged.reduce((worst, one) => (one.ratio.median > worst.ratio.median ? one : worst));
  };
  return [
    {
      ...result(
        "worst step",
        maxStep,
        pairs.filter(({ low, high }) => high === low + 1),
      ),
      chart: curveChart(curve, readings),
    },
    result("worst rise", maxRise, pairs),
  ];
}
