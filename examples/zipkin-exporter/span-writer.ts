import { byteLength, end, JsonWriter, Node, Range, Span, SpanKind, start } from "@spandock/guest-sdk";
import { AnnotationWriter } from "./annotation-writer";
import { writeRemoteEndpoint } from "./remote-endpoint";
import { TagWriter } from "./tag-writer";

const nanosPerMicro: u64 = 1_000;

/**
 * Writes spans as Zipkin's v2 JSON (https://zipkin.io/zipkin-api/), mapped as OpenTelemetry says
 * (https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/). What is empty is left out.
 */
export class SpanWriter {
  private readonly tags: TagWriter;
  private readonly annotations: AnnotationWriter;
  private serviceName: string = "";

  constructor(private readonly json: JsonWriter) {
    this.tags = new TagWriter(json);
    this.annotations = new AnnotationWriter(json);
  }

  /** The resource of the spans to come. */
  begin(node: Node, serviceName: string): void {
    this.serviceName = serviceName;
    this.tags.begin(node);
  }

  write(span: Span): void {
    const json = this.json;
    json.beginObject();
    json.key("traceId");
    json.hex(span.traceIdRange);
    json.key("id");
    json.hex(span.spanIdRange);
    if (isId(span.parentSpanIdRange, 8)) {
      json.key("parentId");
      json.hex(span.parentSpanIdRange);
    }
    if (byteLength(span.nameRange) > 0) {
      json.key("name");
      json.rangeText(span.nameRange);
    }
    const kind = kindName(span.kind);
    if (kind.length > 0) {
      json.key("kind");
      json.text(kind);
    }
    this.writeTimes(span);
    json.key("localEndpoint");
    json.beginObject();
    json.key("serviceName");
    json.text(this.serviceName);
    json.endObject();
    // Only these two tell Zipkin of a dependency.
    if (span.kind == SpanKind.Client || span.kind == SpanKind.Producer)
      writeRemoteEndpoint(json, span.attributes);
    this.annotations.write(span);
    this.tags.write(span);
    json.endObject();
  }

  private writeTimes(span: Span): void {
    const json = this.json;
    const begin = span.startTimeUnixNano;
    // To Zipkin, 0 is no time.
    if (begin < nanosPerMicro) return;
    json.key("timestamp");
    json.number(begin / nanosPerMicro);
    // A span that ended before it began, as clocks have it at times, has no duration that Zipkin could show.
    if (span.endTimeUnixNano < begin) return;
    json.key("duration");
    json.number(max((span.endTimeUnixNano - begin) / nanosPerMicro, 1));
  }
}

/** Whether the span has ids that Zipkin takes: of the right size, and not only zeros. */
export function hasZipkinIds(span: Span): bool {
  return isId(span.traceIdRange, 16) && isId(span.spanIdRange, 8);
}

function isId(bytes: Range, size: usize): bool {
  if (byteLength(bytes) != size) return false;
  for (let at = start(bytes); at < end(bytes); at += 8) if (load<u64>(at) != 0) return true;
  return false;
}

function kindName(kind: SpanKind): string {
  switch (kind) {
    case SpanKind.Client:
      return "CLIENT";
    case SpanKind.Server:
      return "SERVER";
    case SpanKind.Producer:
      return "PRODUCER";
    case SpanKind.Consumer:
      return "CONSUMER";
    default:
      return "";
  }
}
