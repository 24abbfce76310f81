import type { CaseResult } from "./case-result.ts";
import { formatChart } from "./format-chart.ts";
import type { Spread } from "./statistics.ts";

const figure = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
/** "1.23 (1.10 … 1.40)": the median, minimum and maximum. */
export const formatSpread = ({ min, median, max }: Spread) =>
  `${figure(median)} (${figure(min)} … ${figure(max)})`;

/** A block for each case: what was compared, both sides, and the ratio; medians first, then minimum and maximum. */
export function formatTable(results: readonly CaseResult[]): string {
  return results
    .map((result) =>
      [
        result.name,
        `  ${result.what}`,
        `  subject   ${formatSpread(result.subject)} ${result.unit}`,
        `  baseline  ${formatSpread(result.baseline)} ${result.unit}`,
        `  ratio     ${formatSpread(result.ratio)}${result.mark === undefined ? "" : `   mark ${result.mark}: ${result.met ? "met" : "missed"}`}`,
        ...(result.chart === undefined ? [] : [formatChart(result.chart)]),
      ].join("\n"),
    )
    .join("\n\n");
}
