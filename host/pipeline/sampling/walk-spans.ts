import { FieldCursor, lengthDelimitedType } from "../batching/index.ts";

/** What a walk meets, as places in the bytes: the inside of the message without its tag and length. */
export interface SpanVisitor {
  /** Comes before whatever belongs to one `ResourceSpans`. */
  enterResource(): void;
  /** The `Resource` of the one that was entered. */
  resource(start: number, end: number): void;
  span(start: number, end: number): void;
}

/**
 * Field numbers on the way down: `ExportTraceServiceRequest.resource_spans`, `ResourceSpans.resource` and
 * `.scope_spans`, `ScopeSpans.spans`
 * (https://github.com/open-telemetry/opentelemetry-proto, trace/v1/trace.proto).
 */
const resourceSpansField = 1;
const resourceField = 1;
const scopeSpansField = 2;
const spansField = 2;

/**
 * Shows the spans of a batch to `visitor`, those that end within the first `maxBytes`, resources before their spans
 * in whatever order they are written. Decodes nothing, never throws, and ends where the bytes are malformed.
 */
export function walkSpans(bytes: Uint8Array, maxBytes: number, visitor: SpanVisitor): void {
  const request = new FieldCursor(bytes);
  while (request.start < maxBytes && request.next()) {
    if (!leads(request, resourceSpansField)) continue;
    const { valueStart, end } = request;
    visitor.enterResource();
    const first = new FieldCursor(bytes, valueStart, end);
    while (first.start < maxBytes && first.next()) {
      if (leads(first, resourceField) && first.end <= maxBytes) visitor.resource(first.valueStart, first.end);
    }
    const second = new FieldCursor(bytes, valueStart, end);
    while (second.start < maxBytes && second.next()) {
      if (leads(second, scopeSpansField)) walkScope(bytes, second, maxBytes, visitor);
    }
  }
}

function walkScope(bytes: Uint8Array, scope: FieldCursor, maxBytes: number, visitor: SpanVisitor): void {
  const cursor = new FieldCursor(bytes, scope.valueStart, scope.end);
  while (cursor.start < maxBytes && cursor.next()) {
    if (leads(cursor, spansField) && cursor.end <= maxBytes) visitor.span(cursor.valueStart, cursor.end);
  }
}

const leads = (cursor: FieldCursor, field: number) =>
  cursor.number === field && cursor.wireType === lengthDelimitedType;
