import type { CaseOutcome } from "./case-outcome.ts";
import { formatChart } from "./format-chart.ts";
import type { Spread } from "./statistics.ts";

const figure = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
/** "1.23 (1.10 … 1.40)": the median, minimum and maximum. */
export const formatSpread = ({ min, median, max }: Spread) =>
  `${figure(median)} (${figure(min)} … ${figure(max)})`;

const verdict = (mark: string | undefined, met: boolean | undefined) =>
  mark === undefined ? "" : `   mark ${mark}: ${met ? "met" : "missed"}`;

/** A block for each case: what was compared, both sides, and the ratio; medians first, then minimum and maximum. */
export function formatTable(outcomes: readonly CaseOutcome[]): string {
  return outcomes
    .map((outcome) => {
      const head = `${outcome.name}\n  ${outcome.what}\n`;
      if ("failed" in outcome) return `${head}  failed: ${outcome.failed}`;
      if ("skipped" in outcome) return `${head}  ${outcome.skipped}`;
      const { subject, baseline, ratio, unit } = outcome;
      return `${head}${[
        `  subject   ${formatSpread(subject)} ${unit}${verdict(outcome.subjectMark, outcome.subjectMet)}`,
        `  baseline  ${formatSpread(baseline)} ${unit}`,
        `  ratio     ${formatSpread(ratio)}${verdict(outcome.mark, outcome.met)}`,
        ...(outcome.chart === undefined ? [] : [formatChart(outcome.chart)]),
      ].join("\n")}`;
    })
    .join("\n\n");
}
