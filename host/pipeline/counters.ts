/** Running totals of one exporter, counted in spans unless the name says otherwise. */
export interface Counters {
  /** Let into the queue. */
  queuedSpans: number;
  /** Taken by every trace exporter of the plugin, less those it rejected. */
  sentSpans: number;
  /** Refused by the exporter inside a batch that it took. */
  rejectedSpans: number;
  /** Given up for good: permanent, retries exhausted, poison, damaged on disk, or over at stop. */
  failedSpans: number;
  /** Those of `failedSpans` that the dead letters hold. */
  deadLetteredSpans: number;
  /** Sent back to the sender, because this exporter could not take them. */
  refusedSpans: number;
  refusedBatches: number;
  /** Not for this exporter, whose queue was full, while others took them (`fan_out: independent`). */
  droppedSpans: number;
  /** Calls that repeated an earlier one. */
  retries: number;
  /** Calls in which the plugin crashed. */
  crashedCalls: number;
}

export const createCounters = (): Counters => ({
  queuedSpans: 0,
  sentSpans: 0,
  rejectedSpans: 0,
  failedSpans: 0,
  deadLetteredSpans: 0,
  refusedSpans: 0,
  refusedBatches: 0,
  droppedSpans: 0,
  retries: 0,
  crashedCalls: 0,
});
