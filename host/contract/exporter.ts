import type { Batch } from "./batch.ts";
import type { Outcome } from "./outcome.ts";

/**
 * One configured exporter as the pipeline sees it: a plugin in its worker, which made `width` trace exporters from
 * its config. Each of them has its own say on every batch.
 */
export interface ExporterPort {
  /** The user's name for it in the config. */
  readonly name: string;
  /** How many trace exporters the plugin made (≥ 1). Fixed from ready to stop. */
  readonly width: number;
  /**
   * Hands one batch to the trace exporters whose indexes are in `targets` (all when it is left out) and answers one
   * outcome for each, in the order of `targets`. Never throws: a crash, a timeout or a plugin that is not running
   * is a `retryable` outcome. Calls may overlap; the plugin works them off one by one in their order.
   */
  export(batch: Batch, targets?: readonly number[]): Promise<readonly Outcome[]>;
  /**
   * Takes in outcomes that are there but that no event has told of yet. For callers that may hand over no more until
   * calls end: while they are busy with other events, the plugin would have nothing to do.
   */
  poll?(): void;
}
