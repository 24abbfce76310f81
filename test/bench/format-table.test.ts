import { describe, expect, it } from "vitest";
import { caseResult } from "../../bench/case-result.ts";
import { formatTable } from "../../bench/format-table.ts";

describe("formatTable", () => {
  it("puts each mark beside what it is about", () => {
    const result = caseResult({
      name: "calls",
      what: "one against another",
      unit: "µs",
      mark: { atMost: 2 },
      subjectMark: { atMost: 10 },
      pairs: [[12, 8]],
    });
    expect(formatTable([result])).toBe(
      `calls
  one against another
  subject   12.0 (12.0 … 12.0) µs   mark ≤ 10: missed
  baseline  8.00 (8.00 … 8.00) µs
  ratio     1.50 (1.50 … 1.50)   mark ≤ 2: met`,
    );
  });

  it("says of a case without figures why it has none", () => {
    const outcomes = [
      { name: "a", what: "first", skipped: "skipped: no Collector" },
      { name: "b", what: "second", failed: "a span was lost" },
    ];
    expect(formatTable(outcomes)).toBe(
      "a\n  first\n  skipped: no Collector\n\nb\n  second\n  failed: a span was lost",
    );
  });
});
