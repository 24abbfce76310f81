import { checkGroups } from "../check.ts";
import type { CheckReport, CheckResult } from "../check-result.ts";

/**
 * JUnit's XML as CI systems read it (the de facto schema: https://github.com/testmoapp/junitxml): one suite for each
 * group of checks. Warnings pass, with their text in `system-out`.
 */
export function formatJunit({ file, results, counts, millis }: CheckReport): string {
  const suites = checkGroups.flatMap((group) => {
    const cases = results.filter((result) => result.group === group);
    return cases.length === 0 ? [] : [suite(group, cases)];
  });
  const totals = `tests="${results.length}" failures="${counts.failed}" errors="0" skipped="${counts.skipped}" time="${seconds(millis)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(`spandock plugin check ${file}`)}" ${totals}>`,
    ...suites,
    "</testsuites>\n",
  ].join("\n");
}

function suite(group: string, cases: readonly CheckResult[]): string {
  const count = (status: CheckResult["status"]) => cases.filter((each) => each.status === status).length;
  const millis = cases.reduce((sum, each) => sum + each.millis, 0);
  return [
    `  <testsuite name="${group}" tests="${cases.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}" time="${seconds(millis)}">`,
    ...cases.map(testCase),
    "  </testsuite>",
  ].join("\n");
}

function testCase({ id, group, title, status, note, findings, why, millis }: CheckResult): string {
  const head = `    <testcase name="${escapeXml(`${id}: ${title}`)}" classname="spandock.check.${group}" time="${seconds(millis)}"`;
  const text = findings
    .map(
      ({ sent, expected, found, fix }) =>
        `sent: ${sent}\nexpected: ${expected}\nfound: ${found}\nfix: ${fix}`,
    )
    .join("\n\n");
  switch (status) {
    case "passed":
      return `${head}/>`;
    case "skipped":
      return `${head}><skipped message="${escapeXml(note ?? "")}"/></testcase>`;
    case "warned":
      return `${head}><system-out>${escapeXml(`warning: ${why}\n${text}`)}</system-out></testcase>`;
    case "failed":
      return `${head}><failure message="${escapeXml(findings[0]!.found.split("\n")[0]!)}" type="${id}">${escapeXml(`${why}\n${text}`)}</failure></testcase>`;
  }
}

const seconds = (millis: number): string => (millis / 1000).toFixed(3);

/** What XML 1.0 has no form for at all (https://www.w3.org/TR/xml/#charsets): lone halves of a pair among it. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escapeXml(text: string): string {
  return text.replace(forbidden, "\ufffd").replace(/[&<>"']/g, (character) => entities[character]!);
}
