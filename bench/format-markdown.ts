import type { CaseOutcome } from "./case-outcome.ts";
import { formatSpread } from "./format-table.ts";
import { machineLines } from "./machine.ts";
import type { RunReport } from "./run-report.ts";

/** A page with a row for each result, what each compares, and where it was measured. */
export function formatMarkdown({ results, machine, date, rounds, isLong }: RunReport): string {
  return [
    "# Results of the bench",
    "",
    `Written by \`npm run bench:report\`; see [performance.md](../performance.md). ${isLong ? "A long run" : "A short run"}, ${rounds} rounds.`,
    "",
    ...machineLines(machine, date).map((text) => `- ${text}`),
    "",
    row(["case", "mark", "ratio", "subject", "baseline"]),
    row(["---", "---", "---", "---", "---"]),
    ...results.map((outcome) => row(cellsOf(outcome))),
    "",
    "## What is compared",
    "",
    ...results.map(({ name, what }) => `- **${name}**: ${what}`),
    "",
  ].join("\n");
}

function cellsOf(outcome: CaseOutcome): readonly string[] {
  if ("failed" in outcome) return [outcome.name, "**failed**", outcome.failed, "", ""];
  if ("skipped" in outcome) return [outcome.name, "skipped", outcome.skipped, "", ""];
  const { name, unit, subject, baseline, ratio } = outcome;
  return [
    name,
    verdict(outcome.mark, outcome.met),
    formatSpread(ratio),
    `${formatSpread(subject)} ${unit} ${verdict(outcome.subjectMark, outcome.subjectMet)}`.trimEnd(),
    formatSpread(baseline),
  ];
}

const verdict = (mark: string | undefined, met: boolean | undefined) =>
  mark === undefined ? "" : `${mark}: ${met ? "met" : "**missed**"}`;

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
