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

/**
 * A list of spans that is this long is sent before the batch is at its end. Servers refuse bodies of some megabytes, and
 * the plugin's memory has its limit.
 */
const maxListBytes: i32 = 2 * 1024 * 1024;

/**
 * Posts each batch as a list of Zipkin spans, a large one as several. When one of them has to be sent again, all of the
 * batch is, which does no harm: Zipkin joins what it knows of a span.
 */
export class SpanSender extends TraceExporter {
  private readonly json: JsonWriter;
  private readonly writer: SpanWriter;
  private readonly gzip: Gzip | null;
  /** Of the list that is being written. */
  private listed: u32 = 0;
  /** Of the batch: what the server took, what it refused for good, and what has no ids. */
  private taken: u32 = 0;
  private refused: u32 = 0;
  private skipped: u32 = 0;
  private refusal: string = "";

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
    this.taken = 0;
    this.refused = 0;
    this.skipped = 0;
    this.beginList();
    const outcome = super.exportSpans(batch);
    if (outcome.kind != OutcomeKind.Accepted) return outcome;
    const retry = this.sendList();
    return retry === null ? this.result() : retry;
  }

  exportSpanData(node: Node, spans: Spans): Outcome {
    const name = node.serviceName;
    this.writer.begin(node, name.length > 0 ? name : this.defaultServiceName);
    for (let i = 0; i < spans.length; i++) {
      const span = spans[i];
      if (!hasZipkinIds(span)) {
        this.skipped++;
        continue;
      }
      this.writer.write(span);
      this.listed++;
      if (this.json.byteLength < maxListBytes) continue;
      const retry = this.sendList();
      if (retry !== null) return retry;
    }
    return Outcome.accepted();
  }

  private beginList(): void {
    this.json.clear();
    this.json.beginArray();
    this.listed = 0;
  }

  /** Sends what is listed, and begins anew. Not null when all of the batch has to come again. */
  private sendList(): Outcome | null {
    if (this.listed == 0) return null;
    this.json.endArray();
    const gzip = this.gzip;
    const body = this.json.written;
    const answer = this.request.send(gzip === null ? body : gzip.compress(body));
    const error = answer.error;
    const failure = error === null ? this.failureOf(answer.response!) : outcomeOfError(error);
    if (failure === null) this.taken += this.listed;
    else if (failure.kind == OutcomeKind.Retryable) return failure;
    else {
      this.refused += this.listed;
      this.refusal = failure.message!;
    }
    this.beginList();
    return null;
  }

  /** Null for success. */
  private failureOf(response: HttpResponse): Outcome | null {
    if (response.status >= 200 && response.status < 300) return null;
    return outcomeOfRefusal(this.request, response, errorText(response));
  }

  private result(): Outcome {
    const lost = this.refused + this.skipped;
    if (lost == 0) return Outcome.accepted();
    const text = this.refused > 0 ? this.refusal : this.skippedText();
    return this.taken > 0 ? Outcome.partlyRejected(lost, text) : Outcome.permanent(text);
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
