import { Log, Node, Outcome, Spans, TraceExporter } from "@spandock/guest-sdk";
import { spanLine } from "./span-line";

/** Writes one log line for each span. */
export class LogExporter extends TraceExporter {
  constructor(private readonly prefix: string) {
    super();
  }

  /** Called once for each resource of a batch: `node` is who sent the spans. */
  exportSpanData(node: Node, spans: Spans): Outcome {
    for (let i = 0; i < spans.length; i++) {
      const span = spans[i];
      Log.info(spanLine(this.prefix, span.name, span.startTimeUnixNano, span.endTimeUnixNano, node.serviceName));
    }
    // When a destination is away: Outcome.retryable("why"), and the same batch comes again.
    return Outcome.accepted();
  }
}
