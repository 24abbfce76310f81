import {
  attributesToOtlp,
  encodeRequest,
  type ResourceSpans,
  type Span,
  type TraceRequest,
  wellFormed,
} from "../otlp/index.ts";
import type {
  HighResolutionTime,
  ReadableEvent,
  ReadableLink,
  ReadableScope,
  ReadableSpan,
  ReadableSpanContext,
} from "./readable-span.ts";

/** OTLP protobuf of the SDK's spans, on a `SharedArrayBuffer`, grouped by resource and instrumentation scope. */
export function encodeSpans(spans: readonly ReadableSpan[]): Uint8Array {
  return encodeRequest(toRequest(spans));
}

function toRequest(spans: readonly ReadableSpan[]): TraceRequest {
  const byResource = groupBy(spans, ({ resource }) => resource);
  return { resourceSpans: [...byResource].map(([resource, group]) => toResourceSpans(resource, group)) };
}

function toResourceSpans(resource: ReadableSpan["resource"], spans: readonly ReadableSpan[]): ResourceSpans {
  const scopeOf = ({ instrumentationScope, instrumentationLibrary }: ReadableSpan): ReadableScope =>
    instrumentationScope ?? instrumentationLibrary ?? { name: "" };
  const byScope = groupBy(spans, (span) => {
    const { name, version, schemaUrl } = scopeOf(span);
    return JSON.stringify([name, version, schemaUrl]);
  });
  return {
    resource: { attributes: attributesToOtlp(resource.attributes) },
    scopeSpans: [...byScope.values()].map((group) => {
      const { name, version, schemaUrl } = scopeOf(group[0]!);
      return { scope: { name, version }, spans: group.map(toSpan), schemaUrl };
    }),
    schemaUrl: resource.schemaUrl,
  };
}

function toSpan(span: ReadableSpan): Span {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    traceState: context.traceState?.serialize(),
    parentSpanId: parent?.spanId ?? span.parentSpanId,
    name: wellFormed(span.name),
    // The API has no value for "unspecified", so its kinds are one lower than OTLP's.
    kind: span.kind + 1,
    startTimeUnixNano: toUnixNano(span.startTime),
    endTimeUnixNano: toUnixNano(span.endTime),
    attributes: attributesToOtlp(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(toEvent),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(toLink),
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.status.code, message: span.status.message && wellFormed(span.status.message) },
    flags: toFlags(context.traceFlags, parent?.isRemote),
  };
}

function toEvent({ time, name, attributes = {}, droppedAttributesCount }: ReadableEvent) {
  return {
    timeUnixNano: toUnixNano(time),
    name: wellFormed(name),
    attributes: attributesToOtlp(attributes),
    droppedAttributesCount,
  };
}

function toLink({ context, attributes = {}, droppedAttributesCount }: ReadableLink) {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    traceState: context.traceState?.serialize(),
    attributes: attributesToOtlp(attributes),
    droppedAttributesCount,
    flags: toFlags(context.traceFlags, context.isRemote),
  };
}

/**
 * The trace flags in the low byte, and whether the parent is remote in the bits beside it:
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
function toFlags(traceFlags: number, isRemote: ReadableSpanContext["isRemote"]): number {
  return (traceFlags & 0xff) | 0x100 | (isRemote ? 0x200 : 0);
}

function toUnixNano([seconds = 0, nanos = 0]: HighResolutionTime): string {
  return String(BigInt(Math.trunc(seconds)) * 1_000_000_000n + BigInt(Math.trunc(nanos)));
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
