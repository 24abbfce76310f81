import {
  Gzip,
  HttpRequest,
  HttpResponse,
  JsonWriter,
  Node,
  Outcome,
  OutcomeKind,
  outcomeOfError,
  outcomeOfRefusal,
  SpanBatch,
  Spans,
  TraceExporter,
} from "@spandock/guest-sdk";
import { hasZipkinIds, SpanWriter } from "./span-writer";

/** Posts each batch as one list of Zipkin spans. */
export class SpanSender extends TraceExporter {
  private readonly json: JsonWriter;
  private readonly writer: SpanWriter;
  private readonly gzip: Gzip | null;
  private written: u32 = 0;
  private skipped: u32 = 0;

  constructor(
    private readonly request: HttpRequest,
    private readonly defaultServiceName: string,
    isCompressed: bool,
  ) {
    super();
    const json = new JsonWriter();
    this.json = json;
    this.writer = new SpanWriter(json);
    this.gzip = isCompressed ? new Gzip() : null;
  }

  exportSpans(batch: SpanBatch): Outcome {
    this.json.clear();
    this.written = 0;
    this.skipped = 0;
    this.json.beginArray();
    const outcome = super.exportSpans(batch);
    this.json.endArray();
    if (outcome.kind != OutcomeKind.Accepted) return outcome;
    if (this.written == 0) return this.skipped == 0 ? outcome : Outcome.permanent(this.skippedText());
    const gzip = this.gzip;
    const body = this.json.written;
    const answer = this.request.send(gzip === null ? body : gzip.compress(body));
    const error = answer.error;
    return error === null ? this.outcomeOf(answer.response!) : outcomeOfError(error);
  }

  exportSpanData(node: Node, spans: Spans): Outcome {
    const name = node.serviceName;
    this.writer.begin(node, name.length > 0 ? name : this.defaultServiceName);
    for (let i = 0; i < spans.length; i++) {
      const span = spans[i];
      if (hasZipkinIds(span)) {
        this.writer.write(span);
        this.written++;
      } else this.skipped++;
    }
    return Outcome.accepted();
  }

  private outcomeOf(response: HttpResponse): Outcome {
    if (response.status < 200 || response.status >= 300) {
      return outcomeOfRefusal(this.request, response, errorText(response));
    }
    return this.skipped == 0 ? Outcome.accepted() : Outcome.partlyRejected(this.skipped, this.skippedText());
  }

  private skippedText(): string {
    const what = this.skipped == 1 ? " span has" : " spans have";
    return this.skipped.toString() + what + " no valid trace and span id, which Zipkin does not take";
  }
}

/** What the server says of an error; nothing of pages for browsers. */
function errorText(response: HttpResponse): string {
  const type = response.headers.get("content-type");
  return type !== null && type.toLowerCase().startsWith("text/html") ? "" : response.text;
}
