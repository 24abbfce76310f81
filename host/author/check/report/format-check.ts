import type { CheckReport, CheckResult } from "../check-result.ts";

export interface FormatOptions {
  /** ANSI colours, for terminals only. */
  readonly isColored: boolean;
}

const signs = { passed: ["✓", 32], failed: ["✗", 31], warned: ["!", 33], skipped: ["-", 2] } as const;
const dim = 2;
const labelWidth = 10;
/** Findings of one check beyond these are only counted: they are mostly one defect. */
const maxFindings = 3;

/** One check as lines for people, with all that is to be done about it. */
export function formatCheckResult(result: CheckResult, { isColored }: FormatOptions): string {
  const { id, title, status, note, findings, why } = result;
  const paint = painter(isColored);
  const [sign, color] = signs[status];
  const told = note === undefined ? "" : paint(dim, ` (${note})`);
  const lines = [`  ${paint(color, sign)} ${title}${told}`];
  if (findings.length > 0) lines.push(`      ${paint(dim, `${id}: ${why}`)}`);
  for (const { sent, expected, found, fix } of findings.slice(0, maxFindings)) {
    lines.push(
      labelled("sent", sent),
      labelled("expected", expected),
      labelled("found", found),
      labelled("fix", fix),
      "",
    );
  }
  const more = findings.length - maxFindings;
  if (more > 0) lines.push(`      … and ${more} more of this check\n`);
  return `${lines.join("\n")}\n`;
}

/** The last line of a report. */
export function formatCheckSummary({ counts, millis }: CheckReport, { isColored }: FormatOptions): string {
  const paint = painter(isColored);
  const { passed, failed, warned, skipped } = counts;
  const parts = [
    paint(failed > 0 ? signs.failed[1] : dim, `${failed} failed`),
    paint(warned > 0 ? signs.warned[1] : dim, `${warned} ${warned === 1 ? "warning" : "warnings"}`),
    paint(signs.passed[1], `${passed} passed`),
    paint(dim, `${skipped} skipped`),
  ];
  return `${parts.join(", ")} in ${(millis / 1000).toFixed(1)} s\n`;
}

/** A label, and a text of any number of lines beside it. */
function labelled(label: string, text: string): string {
  const indent = " ".repeat(6 + labelWidth);
  return `      ${label.padEnd(labelWidth)}${text.split("\n").join(`\n${indent}`)}`;
}

function painter(isColored: boolean): (code: number, text: string) => string {
  return (code, text) => (isColored ? `\u001b[${code}m${text}\u001b[0m` : text);
}
