import { writeAttributes } from "./encode-values.ts";
import type {
  EventModel,
  LinkModel,
  ResourceModel,
  ResourceSpansModel,
  ScopeSpansModel,
  SpanModel,
  TracesModel,
} from "./otlp-model.ts";
import { ProtoWriter } from "./proto-writer.ts";

/** An `ExportTraceServiceRequest` in protobuf, on a buffer of its own. */
export function encodeTraces({ resourceSpans, unknownFields }: TracesModel): Uint8Array<ArrayBuffer> {
  const writer = new ProtoWriter();
  for (const each of resourceSpans) writer.message(1, (inner) => writeResourceSpans(inner, each));
  if (unknownFields !== undefined) writer.raw(unknownFields);
  return writer.finish();
}

function writeResourceSpans(writer: ProtoWriter, resourceSpans: ResourceSpansModel): void {
  const { resource, scopeSpans, schemaUrl, unknownFields } = resourceSpans;
  if (resource !== undefined) writer.message(1, (inner) => writeResource(inner, resource));
  for (const each of scopeSpans) writer.message(2, (inner) => writeScopeSpans(inner, each));
  if (schemaUrl !== undefined) writer.bytes(3, schemaUrl);
  if (unknownFields !== undefined) writer.raw(unknownFields);
}

function writeResource(writer: ProtoWriter, resource: ResourceModel): void {
  const { attributes, droppedAttributesCount, entityRefs = [], unknownFields } = resource;
  writeAttributes(writer, 1, attributes);
  if (droppedAttributesCount !== undefined) writer.varint(2, droppedAttributesCount);
  for (const { schemaUrl, type, idKeys = [], descriptionKeys = [] } of entityRefs) {
    writer.message(3, (inner) => {
      if (schemaUrl !== undefined) inner.bytes(1, schemaUrl);
      if (type !== undefined) inner.bytes(2, type);
      for (const key of idKeys) inner.bytes(3, key);
      for (const key of descriptionKeys) inner.bytes(4, key);
    });
  }
  if (unknownFields !== undefined) writer.raw(unknownFields);
}

function writeScopeSpans(writer: ProtoWriter, scopeSpans: ScopeSpansModel): void {
  const { scope, spans, schemaUrl, unknownFields } = scopeSpans;
  if (scope !== undefined) {
    writer.message(1, (inner) => {
      if (scope.name !== undefined) inner.bytes(1, scope.name);
      if (scope.version !== undefined) inner.bytes(2, scope.version);
      writeAttributes(inner, 3, scope.attributes);
      if (scope.droppedAttributesCount !== undefined) inner.varint(4, scope.droppedAttributesCount);
      if (scope.unknownFields !== undefined) inner.raw(scope.unknownFields);
    });
  }
  for (const span of spans) writer.message(2, (inner) => writeSpan(inner, span));
  if (schemaUrl !== undefined) writer.bytes(3, schemaUrl);
  if (unknownFields !== undefined) writer.raw(unknownFields);
}

function writeSpan(writer: ProtoWriter, span: SpanModel): void {
  if (span.traceId !== undefined) writer.bytes(1, span.traceId);
  if (span.spanId !== undefined) writer.bytes(2, span.spanId);
  if (span.traceState !== undefined) writer.bytes(3, span.traceState);
  if (span.parentSpanId !== undefined) writer.bytes(4, span.parentSpanId);
  if (span.name !== undefined) writer.bytes(5, span.name);
  if (span.kind !== undefined) writer.varint(6, span.kind);
  if (span.startTimeUnixNano !== undefined) writer.fixed64(7, span.startTimeUnixNano);
  if (span.endTimeUnixNano !== undefined) writer.fixed64(8, span.endTimeUnixNano);
  writeAttributes(writer, 9, span.attributes);
  if (span.droppedAttributesCount !== undefined) writer.varint(10, span.droppedAttributesCount);
  for (const event of span.events ?? []) writer.message(11, (inner) => writeEvent(inner, event));
  if (span.droppedEventsCount !== undefined) writer.varint(12, span.droppedEventsCount);
  for (const link of span.links ?? []) writer.message(13, (inner) => writeLink(inner, link));
  if (span.droppedLinksCount !== undefined) writer.varint(14, span.droppedLinksCount);
  const { status } = span;
  if (status !== undefined) {
    writer.message(15, (inner) => {
      if (status.message !== undefined) inner.bytes(2, status.message);
      if (status.code !== undefined) inner.varint(3, status.code);
    });
  }
  if (span.flags !== undefined) writer.fixed32(16, span.flags);
  if (span.unknownFields !== undefined) writer.raw(span.unknownFields);
}

function writeEvent(writer: ProtoWriter, event: EventModel): void {
  if (event.timeUnixNano !== undefined) writer.fixed64(1, event.timeUnixNano);
  if (event.name !== undefined) writer.bytes(2, event.name);
  writeAttributes(writer, 3, event.attributes);
  if (event.droppedAttributesCount !== undefined) writer.varint(4, event.droppedAttributesCount);
}

function writeLink(writer: ProtoWriter, link: LinkModel): void {
  if (link.traceId !== undefined) writer.bytes(1, link.traceId);
  if (link.spanId !== undefined) writer.bytes(2, link.spanId);
  if (link.traceState !== undefined) writer.bytes(3, link.traceState);
  writeAttributes(writer, 4, link.attributes);
  if (link.droppedAttributesCount !== undefined) writer.varint(5, link.droppedAttributesCount);
  if (link.flags !== undefined) writer.fixed32(6, link.flags);
}
