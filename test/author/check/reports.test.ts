import { describe, expect, it } from "vitest";
import type { CheckReport, CheckResult } from "../../../host/author/index.ts";
import { formatCheckResult, formatCheckSummary, formatJunit } from "../../../host/author/index.ts";

const result: CheckResult = {
  id: "batch-unicode",
  group: "batches",
  title: "Texts of any kind are answered",
  status: "failed",
  why: "Names hold <anything> & more.",
  findings: [
    {
      sent: 'a "text"',
      expected: "an outcome",
      found: "a trap: \u0001 \ud800 <b>\nat f (x.ts:3)",
      fix: "Escape.",
    },
  ],
  millis: 1_234,
};
const passed: CheckResult = { ...result, id: "batch-empty", status: "passed", findings: [], millis: 6 };
const warned: CheckResult = { ...result, id: "log-x", group: "outcomes", status: "warned" };
const skipped: CheckResult = {
  ...passed,
  id: "memory-x",
  group: "memory",
  status: "skipped",
  note: "why <not>",
};

const report: CheckReport = {
  file: "my<plugin>.wasm",
  digest: "sha256:0",
  sizeBytes: 1,
  contract: "spandock:exporter@1.0.0",
  languages: [],
  results: [passed, result, warned, skipped],
  counts: { passed: 1, failed: 1, warned: 1, skipped: 1 },
  millis: 2_500,
};

describe("the report for people", () => {
  it("tells what was sent, expected and found, and the way out, each line of it indented", () => {
    const text = formatCheckResult(result, { isColored: false });
    expect(text).toBe(`  ✗ Texts of any kind are answered
      batch-unicode: Names hold <anything> & more.
      sent      a "text"
      expected  an outcome
      found     a trap: \u0001 \ud800 <b>
                at f (x.ts:3)
      fix       Escape.

`);
  });

  it("has colours only when it is told so", () => {
    expect(formatCheckResult(passed, { isColored: true })).toContain("\u001b[32m✓\u001b[0m");
    expect(formatCheckResult(passed, { isColored: false })).not.toContain("\u001b");
    expect(formatCheckSummary(report, { isColored: false })).toBe(
      "1 failed, 1 warning, 1 passed, 1 skipped in 2.5 s\n",
    );
  });

  it("only counts the findings of one check that are too many to read", () => {
    const many = { ...result, findings: Array.from({ length: 8 }, () => result.findings[0]!) };
    expect(formatCheckResult(many, { isColored: false })).toContain("… and 5 more of this check");
  });
});

describe("the report in JUnit's XML", () => {
  const xml = formatJunit(report);

  it("has one suite for each group, with its counts", () => {
    expect(xml).toContain(
      '<testsuite name="batches" tests="2" failures="1" errors="0" skipped="0" time="1.240">',
    );
    expect(xml).toContain('tests="4" failures="1" errors="0" skipped="1" time="2.500">');
  });

  it("escapes what XML takes for its own, and replaces what XML has no form for", () => {
    expect(xml).toContain('name="spandock plugin check my&lt;plugin&gt;.wasm"');
    expect(xml).toContain('message="a trap: \ufffd \ufffd &lt;b&gt;"');
    expect(xml).toContain("Names hold &lt;anything&gt; &amp; more.\nsent: a &quot;text&quot;");
    expect(xml).toContain('<skipped message="why &lt;not&gt;"/>');
  });

  it("lets a warning pass, with its text", () => {
    expect(xml).toMatch(/<testcase name="log-x[^>]*><system-out>warning: /);
  });
});
