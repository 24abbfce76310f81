/**
 * The trace messages of OTLP as plain values, with the names of opentelemetry-proto 1.9
 * (https://github.com/open-telemetry/opentelemetry-proto). What is left out is not written; what is there is written,
 * the default value too. Texts may be bytes that are no UTF-8, ids of any length.
 */
export interface TracesModel {
  readonly resourceSpans: readonly ResourceSpansModel[];
  readonly unknownFields?: Uint8Array;
}

export type TextModel = string | Uint8Array;

export interface ResourceSpansModel {
  readonly resource?: ResourceModel;
  readonly scopeSpans: readonly ScopeSpansModel[];
  readonly schemaUrl?: TextModel;
  readonly unknownFields?: Uint8Array;
}

export interface ResourceModel {
  readonly attributes?: readonly KeyValueModel[];
  readonly droppedAttributesCount?: number;
  readonly entityRefs?: readonly EntityRefModel[];
  readonly unknownFields?: Uint8Array;
}

export interface EntityRefModel {
  readonly schemaUrl?: TextModel;
  readonly type?: TextModel;
  readonly idKeys?: readonly TextModel[];
  readonly descriptionKeys?: readonly TextModel[];
}

export interface ScopeSpansModel {
  readonly scope?: {
    readonly name?: TextModel;
    readonly version?: TextModel;
    readonly attributes?: readonly KeyValueModel[];
    readonly droppedAttributesCount?: number;
    readonly unknownFields?: Uint8Array;
  };
  readonly spans: readonly SpanModel[];
  readonly schemaUrl?: TextModel;
  readonly unknownFields?: Uint8Array;
}

export interface SpanModel {
  readonly traceId?: Uint8Array;
  readonly spanId?: Uint8Array;
  readonly traceState?: TextModel;
  readonly parentSpanId?: Uint8Array;
  readonly flags?: number;
  readonly name?: TextModel;
  readonly kind?: number;
  readonly startTimeUnixNano?: bigint;
  readonly endTimeUnixNano?: bigint;
  readonly attributes?: readonly KeyValueModel[];
  readonly droppedAttributesCount?: number;
  readonly events?: readonly EventModel[];
  readonly droppedEventsCount?: number;
  readonly links?: readonly LinkModel[];
  readonly droppedLinksCount?: number;
  readonly status?: { readonly message?: TextModel; readonly code?: number };
  readonly unknownFields?: Uint8Array;
}

export interface EventModel {
  readonly timeUnixNano?: bigint;
  readonly name?: TextModel;
  readonly attributes?: readonly KeyValueModel[];
  readonly droppedAttributesCount?: number;
}

export interface LinkModel {
  readonly traceId?: Uint8Array;
  readonly spanId?: Uint8Array;
  readonly traceState?: TextModel;
  readonly attributes?: readonly KeyValueModel[];
  readonly droppedAttributesCount?: number;
  readonly flags?: number;
}

/** Without `value`, the attribute has a key only. */
export interface KeyValueModel {
  readonly key: TextModel;
  readonly value?: AnyValueModel;
}

export type AnyValueModel =
  | { readonly string: TextModel }
  | { readonly bool: boolean }
  | { readonly int: bigint }
  | { readonly double: number }
  | { readonly array: readonly AnyValueModel[] }
  | { readonly kvlist: readonly KeyValueModel[] }
  | { readonly bytes: Uint8Array }
  /** An `AnyValue` in which nothing is set. */
  | { readonly none: true };
