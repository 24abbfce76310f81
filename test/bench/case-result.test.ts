import { describe, expect, it } from "vitest";
import { caseResult } from "../../bench/case-result.ts";

const measured = { name: "calls", what: "one against another", unit: "µs" };

describe("caseResult", () => {
  it("holds the median ratio against the mark", () => {
    const pairs = [
      [1, 10],
      [6, 10],
      [30, 10],
    ] as const;
    expect(caseResult({ ...measured, pairs, mark: { atLeast: 0.6 } })).toMatchObject({
      ratio: { min: 0.1, median: 0.6, max: 3 },
      mark: "≥ 0.6",
      met: true,
    });
    expect(caseResult({ ...measured, pairs, mark: { atMost: 0.5 } })).toMatchObject({ met: false });
  });

  it("holds the subject's own median against its mark, whatever the ratio is", () => {
    const pairs = [
      [9, 1],
      [11, 1],
      [12, 1],
    ] as const;
    const result = caseResult({ ...measured, pairs, subjectMark: { atMost: 10 } });
    expect(result).toMatchObject({ subjectMark: "≤ 10", subjectMet: false });
    expect(result).not.toHaveProperty("mark");
    expect(caseResult({ ...measured, pairs, subjectMark: { atMost: 11 } }).subjectMet).toBe(true);
  });
});
