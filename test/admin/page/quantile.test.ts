import { describe, expect, it } from "vitest";
import { histogramSince, quantile } from "../../../host/admin/page/app/quantile.ts";

const bounds = [1, 5, 25];

describe("call times", () => {
  it("are estimated within the bucket that holds the quantile", () => {
    const histogram = { bounds, counts: [0, 8, 2, 0], count: 10, sum: 40 };
    expect(quantile(histogram, 0.5)).toBe(1 + 4 * (5 / 8));
    expect(quantile(histogram, 0.9)).toBe(5 + 20 * (1 / 2));
  });

  it("are the highest bound when they lie beyond it, and unknown when there was no call", () => {
    expect(quantile({ bounds, counts: [0, 0, 0, 3], count: 3, sum: 900 }, 0.5)).toBe(25);
    expect(quantile({ bounds, counts: [0, 0, 0, 0], count: 0, sum: 0 }, 0.5)).toBeUndefined();
  });

  it("are those since an earlier reading, or all when that was before a restart", () => {
    const now = { bounds, counts: [3, 2, 1, 0], count: 6, sum: 30 };
    const earlier = { bounds, counts: [1, 2, 0, 0], count: 3, sum: 8 };
    expect(histogramSince(earlier, now)).toEqual({ bounds, counts: [2, 0, 1, 0], count: 3, sum: 22 });
    expect(histogramSince({ ...earlier, count: 100 }, now)).toBe(now);
    expect(histogramSince(undefined, now)).toBe(now);
  });
});
