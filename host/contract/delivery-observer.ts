import type { Batch } from "./batch.ts";
import type { Outcome } from "./outcome.ts";

/** Follows batches through the pipeline. What it is called with is not its own to change, and it never throws. */
export interface DeliveryObserver {
  /** A call to an exporter begins. Answers what is to be called with its outcomes; undefined = not interested. */
  onCall(call: DeliveryCall): ((outcomes: readonly Outcome[]) => void) | undefined;
}

export interface DeliveryCall {
  readonly exporter: string;
  /** The batches that the call carries spans of, the very objects that came in; one that is only on disk is missing. */
  readonly sources: readonly Batch[];
  readonly spanCount: number;
  /** 1 = the first call with these spans. */
  readonly tries: number;
}
