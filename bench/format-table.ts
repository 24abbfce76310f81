import type { CaseOutcome } from "./case-outcome.ts";
import type { Spread } from "./statistics.ts";

const figure = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
const spread = ({ min, median, max }: Spread) => `${figure(median)} (${figure(min)} … ${figure(max)})`;

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
        `  subject   ${spread(subject)} ${unit}${verdict(outcome.subjectMark, outcome.subjectMet)}`,
        `  baseline  ${spread(baseline)} ${unit}`,
        `  ratio     ${spread(ratio)}${verdict(outcome.mark, outcome.met)}`,
      ].join("\n")}`;
    })
    .join("\n\n");
}
