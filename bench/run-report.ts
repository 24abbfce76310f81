import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { CaseOutcome } from "./case-outcome.ts";
import type { Machine } from "./machine.ts";

/** A whole run as plain data, fit for JSON: everything that tables and charts are made from. */
export interface RunReport {
  /** When it began, as ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly isLong: boolean;
  readonly results: readonly CaseOutcome[];
}

/** @throws Error when the file can't be read or is not what `--json` prints */
export function readRunReport(file: string): RunReport {
  const report = JSON.parse(readFileSync(file, "utf8")) as Partial<RunReport> | null;
  const { date, machine, results } = report ?? {};
  if (typeof date !== "string" || machine === undefined || !Array.isArray(results)) {
    throw new Error(`${file}: expected what \`npm run bench -- --json\` prints`);
  }
  return report as RunReport;
}

/**
 * One report from runs of different cases; where a case is in several, the last one counts.
 *
 * @throws Error when machines or versions differ: their figures have no place in one table
 */
export function mergeReports(reports: readonly RunReport[]): RunReport {
  const last = reports.at(-1);
  if (last === undefined) throw new Error("no report");
  const other = reports.find(({ machine }) => !isDeepStrictEqual(machine, last.machine));
  if (other !== undefined) {
    throw new Error(`runs of different machines or versions: ${other.date} and ${last.date}`);
  }
  const results = new Map(reports.flatMap((report) => report.results).map((result) => [result.name, result]));
  return { ...last, results: [...results.values()] };
}
