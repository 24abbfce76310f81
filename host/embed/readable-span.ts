/**
 * What the exporter reads of the OpenTelemetry JS SDK's spans, by shape: the SDK's own `ReadableSpan` fits, of major
 * version 1 (where a span names its parent by `parentSpanId`) and 2, and the package needs no part of the SDK.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/sdk-trace/src/export/ReadableSpan.ts
 */
export interface ReadableSpan {
  readonly name: string;
  /** 0 internal, 1 server, 2 client, 3 producer, 4 consumer. */
  readonly kind: number;
  readonly spanContext: () => ReadableSpanContext;
  readonly parentSpanContext?: ReadableSpanContext;
  readonly parentSpanId?: string;
  readonly startTime: HighResolutionTime;
  readonly endTime: HighResolutionTime;
  /** 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: ReadableAttributes;
  readonly links: readonly ReadableLink[];
  readonly events: readonly ReadableEvent[];
  readonly resource: { readonly attributes: ReadableAttributes; readonly schemaUrl?: string | undefined };
  readonly instrumentationScope?: ReadableScope;
  readonly instrumentationLibrary?: ReadableScope;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

/** Seconds, and nanoseconds of the second. */
export type HighResolutionTime = readonly [seconds: number, nanos: number] | number[];

export interface ReadableSpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly traceState?: { serialize(): string };
  readonly isRemote?: boolean;
}

/** Values are strings, numbers, booleans, bytes, arrays and maps of these; of any other kind only the key is kept. */
export type ReadableAttributes = { readonly [key: string]: unknown };

export interface ReadableLink {
  readonly context: ReadableSpanContext;
  readonly attributes?: ReadableAttributes;
  readonly droppedAttributesCount?: number;
}

export interface ReadableEvent {
  readonly time: HighResolutionTime;
  readonly name: string;
  readonly attributes?: ReadableAttributes;
  readonly droppedAttributesCount?: number;
}

export interface ReadableScope {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
}
