/**
 * What an exporter says of a batch. A failure is a value, never a throw: whoever owns the batch decides
 * what becomes of it.
 */
export type Outcome =
  /** Taken whole. `message` is a warning the exporter sent along. */
  | { readonly kind: "accepted"; readonly message?: string }
  /** Taken, but `rejectedSpans` (≥ 1) spans were refused by the exporter or its destination. Not sent again. */
  | { readonly kind: "partly-rejected"; readonly rejectedSpans: number; readonly message?: string }
  /**
   * Not taken; the same bytes may be taken later, not before `retryAfterMillis` when it is given. `crashedPlugin` is
   * set when the plugin trapped or was ended for overtime in the very call that had this batch; `notTried` when the
   * plugin was not running, so that nothing of it saw the batch.
   */
  | {
      readonly kind: "retryable";
      readonly message: string;
      readonly retryAfterMillis?: number;
      readonly crashedPlugin?: true;
      readonly notTried?: true;
    }
  /** Not taken, and never will be. */
  | { readonly kind: "permanent"; readonly message: string };
