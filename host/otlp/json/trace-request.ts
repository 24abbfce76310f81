/**
 * OTLP/JSON as TypeScript: an `ExportTraceServiceRequest` that a program makes itself. Names and encodings are those of
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids in hex, bytes in base64, 64-bit integers as
 * decimal strings. What is left out has protobuf's default.
 */
export interface TraceRequest {
  readonly resourceSpans: readonly ResourceSpans[];
}

export interface ResourceSpans {
  readonly resource?: Resource | undefined;
  readonly scopeSpans?: readonly ScopeSpans[] | undefined;
  readonly schemaUrl?: string | undefined;
}

export interface Resource {
  readonly attributes?: readonly KeyValue[] | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

export interface ScopeSpans {
  readonly scope?: InstrumentationScope | undefined;
  readonly spans?: readonly Span[] | undefined;
  readonly schemaUrl?: string | undefined;
}

export interface InstrumentationScope extends Resource {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

export interface Span extends Resource {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly traceState?: string | undefined;
  /** 16 hex digits; left out for a root. */
  readonly parentSpanId?: string | undefined;
  readonly flags?: number | undefined;
  readonly name: string;
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind?: number | undefined;
  readonly startTimeUnixNano?: string | undefined;
  readonly endTimeUnixNano?: string | undefined;
  readonly events?: readonly SpanEvent[] | undefined;
  readonly droppedEventsCount?: number | undefined;
  readonly links?: readonly SpanLink[] | undefined;
  readonly droppedLinksCount?: number | undefined;
  /** 0 unset, 1 ok, 2 error. */
  readonly status?: { readonly code?: number; readonly message?: string | undefined } | undefined;
}

export interface SpanEvent extends Resource {
  readonly timeUnixNano?: string | undefined;
  readonly name: string;
}

export interface SpanLink extends Resource {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState?: string | undefined;
  readonly flags?: number | undefined;
}

export interface KeyValue {
  readonly key: string;
  /** Left out: a key without a value. */
  readonly value?: AnyValue | undefined;
}

/** At most one member is set. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number | "NaN" | "Infinity" | "-Infinity";
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values: readonly KeyValue[] };
  /** Base64. */
  readonly bytesValue?: string;
}
