import {
  File,
  JsonWriter,
  Node,
  nowUnixNano,
  Outcome,
  OutcomeKind,
  rfc3339,
  SpanBatch,
  Spans,
  TraceExporter,
  writeNode,
  writeSpans,
} from "@spandock/guest-sdk";

/** Appends each resource of a batch to a file as one JSON line. */
export class FileExporter extends TraceExporter {
  private readonly json: JsonWriter = new JsonWriter();
  private hasTornLine: bool = false;

  constructor(private readonly file: File) {
    super();
  }

  /** Gathers the lines of a batch, to write them at once. */
  exportSpans(batch: SpanBatch): Outcome {
    this.json.clear();
    // What a failed write left behind must not run into the next line.
    if (this.hasTornLine) this.json.newline();
    const outcome = super.exportSpans(batch);
    if (outcome.kind != OutcomeKind.Accepted || batch.resourceSpans.length == 0) return outcome;
    const error = this.file.write(this.json.written);
    this.hasTornLine = error !== null;
    return error === null ? outcome : Outcome.retryable(error.toString());
  }

  exportSpanData(node: Node, spans: Spans): Outcome {
    const json = this.json;
    json.beginObject();
    json.key("at");
    json.text(rfc3339(nowUnixNano()));
    json.key("node");
    writeNode(json, node);
    json.key("span_data");
    writeSpans(json, spans);
    json.endObject();
    json.newline();
    return Outcome.accepted();
  }
}
