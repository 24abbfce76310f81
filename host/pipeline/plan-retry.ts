import type { RetryOptions } from "../contract/index.ts";
import { nextWaitMillis } from "./backoff.ts";
import type { Verdict } from "./judge-outcomes.ts";
import type { Shipment } from "./shipment.ts";

export interface PlanRetryOptions {
  readonly retry: RetryOptions;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  /** On the clock that never jumps. */
  readonly nowMillis: number;
}

/**
 * How long a shipment waits before its next try; undefined = it is given up. While the agent itself has set the plugin
 * aside nobody tries anything, so that wait does not count towards `max_elapsed_time`.
 */
export function planRetry(
  shipment: Shipment,
  { notTried, retryAfterMillis }: Verdict,
  { retry, random, nowMillis }: PlanRetryOptions,
): number | undefined {
  const common = { retry, random, retryAfterMillis };
  if (!notTried) {
    const elapsedMillis = nowMillis - shipment.firstTryMillis;
    return nextWaitMillis({ ...common, tries: shipment.tries, elapsedMillis });
  }
  const wait = nextWaitMillis({ ...common, tries: 1, elapsedMillis: 0 });
  shipment.firstTryMillis += wait ?? 0;
  return wait;
}
