import { formatSpread } from "./format-table.ts";
import { machineLines } from "./machine.ts";
import type { RunReport } from "./run-report.ts";

/** A page with a row for each result, what each compares, and where it was measured. */
export function formatMarkdown({ results, machine, date, rounds, isLong }: RunReport): string {
  const rows = results.map(({ name, mark, met, ratio, subject, baseline, unit }) =>
    row([
      name,
      mark === undefined ? "" : `${mark}: ${met ? "met" : "**missed**"}`,
      formatSpread(ratio),
      `${formatSpread(subject)} ${unit}`,
      formatSpread(baseline),
    ]),
  );
  return [
    "# Results of the bench",
    "",
    `Written by \`npm run bench:report\`; see [performance.md](../performance.md). ${isLong ? "A long run" : "A short run"}, ${rounds} rounds.`,
    "",
    ...machineLines(machine, date).map((text) => `- ${text}`),
    "",
    row(["case", "mark", "ratio", "subject", "baseline"]),
    row(["---", "---", "---", "---", "---"]),
    ...rows,
    "",
    "## What is compared",
    "",
    ...results.map(({ name, what }) => `- **${name}**: ${what}`),
    "",
  ].join("\n");
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
