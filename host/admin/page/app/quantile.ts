import type { Histogram } from "./api-types.ts";

/** What came to a histogram between two readings of it. */
export function histogramSince(earlier: Histogram | undefined, now: Histogram): Histogram {
  if (earlier === undefined || earlier.count > now.count || earlier.bounds.length !== now.bounds.length)
    return now;
  return {
    bounds: now.bounds,
    counts: now.counts.map((count, index) => count - earlier.counts[index]!),
    count: now.count - earlier.count,
    sum: now.sum - earlier.sum,
  };
}

/**
 * Estimates a quantile, 0 < q < 1, by going straight through the bucket that holds it, as Prometheus's
 * histogram_quantile does. Undefined without values; the highest bound when it lies beyond that.
 */
export function quantile({ bounds, counts, count }: Histogram, q: number): number | undefined {
  if (count === 0) return undefined;
  const rank = q * count;
  let below = 0;
  for (const [index, inBucket] of counts.entries()) {
    const upper = bounds[index];
    if (upper === undefined) break;
    const lower = bounds[index - 1] ?? 0;
    if (below + inBucket >= rank && inBucket > 0)
      return lower + (upper - lower) * ((rank - below) / inBucket);
    below += inBucket;
  }
  return bounds.at(-1);
}
