import { type Attributes, attributesToOtlp, encodeRequest, type Span } from "../../otlp/index.ts";

export interface SampleEvent {
  readonly atNano: bigint;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface SampleSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId?: Uint8Array | undefined;
  readonly name: string;
  /** OTLP's SpanKind: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startNano: bigint;
  readonly endNano: bigint;
  readonly attributes: Attributes;
  readonly events?: readonly SampleEvent[] | undefined;
  /** Spans of other traces or of this one that it belongs to. */
  readonly links?: readonly Pick<SampleSpan, "traceId" | "spanId">[] | undefined;
  /** The message of a status `error`; without it the status is not set. */
  readonly error?: string | undefined;
}

export interface SampleResource {
  readonly attributes: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly spans: readonly SampleSpan[];
}

/** The bytes of an `ExportTraceServiceRequest`. */
export function writeRequest(resources: readonly SampleResource[]): Uint8Array<ArrayBuffer> {
  const resourceSpans = resources.map(({ attributes, scope, spans }) => ({
    resource: { attributes: attributesToOtlp(attributes) },
    scopeSpans: [{ scope, spans: spans.map(toSpan) }],
  }));
  return Uint8Array.from(encodeRequest({ resourceSpans }));
}

function toSpan(span: SampleSpan): Span {
  const { parentSpanId, events = [], links = [], error } = span;
  return {
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: parentSpanId && hex(parentSpanId),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: String(span.startNano),
    endTimeUnixNano: String(span.endNano),
    attributes: attributesToOtlp(span.attributes),
    events: events.map(({ atNano, name, attributes }) => ({
      timeUnixNano: String(atNano),
      name,
      attributes: attributesToOtlp(attributes),
    })),
    links: links.map(({ traceId, spanId }) => ({ traceId: hex(traceId), spanId: hex(spanId) })),
    status: error === undefined ? undefined : { code: 2, message: error },
  };
}

const hex = (id: Uint8Array) => Buffer.from(id).toString("hex");
