import { type CaseResult, caseResult, type Mark } from "./case-result.ts";
import { GrowthChild } from "./growth-child.ts";

/** Figures of a process, by name. */
export type Figures = Readonly<Record<string, number>>;

export interface GrowthFigure {
  readonly unit: string;
  readonly mark: Mark;
}

/** Much of the same work in a process of its own, whose figures should be at the end what they were early on. */
export interface Growth {
  readonly kind: "growth";
  readonly name: string;
  readonly what: string;
  /** A module of `bench/growth/` that calls `serveGrowth`. */
  readonly program: string;
  /** How often the work is done in all. */
  readonly times: number;
  /** The same for a run that may take its time. */
  readonly longTimes: number;
  /** Of the figures that the program gives, those that are reported. */
  readonly figures: Readonly<Record<string, GrowthFigure>>;
}

/** Readings are taken at the end of equal parts. The first quarter is warm-up, the second the baseline. */
const parts = 12;
const quarter = parts / 4;

/** Compares each figure's last quarter with its second. */
export async function runGrowth(growth: Growth, isLong: boolean): Promise<CaseResult[]> {
  const { name, what, program, figures } = growth;
  const times = isLong ? growth.longTimes : growth.times;
  const child = new GrowthChild(program);
  try {
    const readings: Figures[] = [];
    for (let part = 0; part < parts; part++) readings.push(await child.work(Math.ceil(times / parts)));
    return Object.entries(figures).map(([figure, { unit, mark }]) => {
      const read = (reading: Figures): number => {
        const value = reading[figure];
        if (value === undefined) throw new Error(`${program} gives no figure "${figure}"`);
        return value;
      };
      const pairs = readings
        .slice(-quarter)
        .map((late, index) => [read(late), read(readings[quarter + index]!)] as const);
      return caseResult({
        name: `${times.toLocaleString("en-US")} ${name}: ${figure}`,
        what,
        unit,
        mark,
        pairs,
      });
    });
  } finally {
    child.end();
  }
}
