import { Node } from "./node";
import { Spans } from "./otlp/spans";
import { Outcome, OutcomeKind } from "./outcome";
import { SpanBatch } from "./span-batch";

/**
 * One destination for spans. Extend it, and override `exportSpanData` for spans by resource, or `exportSpans` for
 * batches as they come. Calls never overlap; what lies in fields stays from one call to the next.
 *
 * ```ts
 * class Counter extends TraceExporter {
 *   exportSpanData(node: Node, spans: Spans): Outcome {
 *     Log.info(node.serviceName + " sent " + spans.length.toString() + " spans");
 *     return Outcome.accepted();
 *   }
 * }
 * ```
 */
export class TraceExporter {
  /**
   * Called once for each resource of a batch that could be read whole. `node` and `spans` are valid until it returns.
   */
  exportSpanData(_node: Node, _spans: Spans): Outcome {
    return Outcome.permanent("the exporter overrides neither exportSpanData nor exportSpans");
  }

  /**
   * Called once for each batch. As it stands, checks the batch, calls `exportSpanData` for each resource, and joins the
   * outcomes: at the first retryable one it ends, and the agent sends the whole batch again, so that what was taken
   * before comes twice. What is refused for good counts as rejected beside what was taken.
   */
  exportSpans(batch: SpanBatch): Outcome {
    const problem = batch.check();
    if (problem !== null) return Outcome.permanent(problem);
    const resources = batch.resourceSpans;
    let rejectedSpans: u32 = 0;
    let refusedResources = 0;
    let message: string | null = null;
    for (let i = 0; i < resources.length; i++) {
      const resource = resources[i];
      const spans = resource.spans;
      const outcome = this.exportSpanData(resource.node, spans);
      if (outcome.kind == OutcomeKind.Retryable) return outcome;
      if (outcome.message !== null) message = outcome.message;
      rejectedSpans += outcome.rejectedSpans;
      if (outcome.kind == OutcomeKind.Permanent) {
        refusedResources++;
        rejectedSpans += spans.length;
      }
    }
    if (refusedResources > 0 && refusedResources == resources.length) return Outcome.permanent(message!);
    if (rejectedSpans > 0) return Outcome.partlyRejected(rejectedSpans, message !== null ? message : "");
    return Outcome.accepted(message);
  }
}
