import type { RetryOptions } from "../contract/index.ts";

/** No destination may ask for a longer pause: a mistaken figure must not park a batch for weeks. */
const longestWaitMillis = 3_600_000;

export interface WaitOptions {
  readonly retry: RetryOptions;
  /** 1 after the first try. */
  readonly tries: number;
  /** Since the first try began. */
  readonly elapsedMillis: number;
  /** What the destination asked for: the least that is waited. */
  readonly retryAfterMillis?: number | undefined;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
}

/**
 * How long a batch waits before its next try, in milliseconds; undefined = give it up.
 *
 * interval(n) = min(initial × multiplierⁿ⁻¹, max), drawn from interval × (1 ± randomizationFactor), never below
 * `retryAfterMillis`. A wait that would end after `maxElapsedTimeMillis` ends there instead: the last try is made
 * at the deadline, whatever the destination asked for.
 */
export function nextWaitMillis({ retry, tries, elapsedMillis, retryAfterMillis = 0, random }: WaitOptions) {
  if (!retry.enabled) return undefined;
  const interval = Math.min(
    retry.initialIntervalMillis * retry.multiplier ** (tries - 1),
    retry.maxIntervalMillis,
  );
  const drawn = interval * (1 + retry.randomizationFactor * (2 * random() - 1));
  const wait = Math.min(Math.max(drawn, retryAfterMillis, 0), longestWaitMillis);
  if (retry.maxElapsedTimeMillis === 0) return wait;
  const remaining = retry.maxElapsedTimeMillis - elapsedMillis;
  return remaining <= 0 ? undefined : Math.min(wait, remaining);
}
