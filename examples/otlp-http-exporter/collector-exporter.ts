import { Gzip, HttpRequest, Outcome, outcomeOfError, SpanBatch, TraceExporter } from "@spandock/guest-sdk";
import { outcomeOf } from "./response-outcome";

/** Posts each batch's own bytes: nothing of it is decoded here. */
export class CollectorExporter extends TraceExporter {
  private readonly gzip: Gzip | null;

  constructor(
    private readonly request: HttpRequest,
    isCompressed: bool,
  ) {
    super();
    this.gzip = isCompressed ? new Gzip() : null;
  }

  exportSpans(batch: SpanBatch): Outcome {
    const gzip = this.gzip;
    const answer = this.request.send(gzip === null ? batch.encoded : gzip.compress(batch.encoded));
    const error = answer.error;
    return error === null ? outcomeOf(answer.response!, this.request) : outcomeOfError(error);
  }
}
