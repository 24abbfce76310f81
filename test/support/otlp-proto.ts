import protobuf from "protobufjs";

/**
 * The trace messages of OTLP for an independent decoder. Source: opentelemetry-proto 1.9
 * (https://github.com/open-telemetry/opentelemetry-proto), field names in lowerCamelCase.
 */
const proto = `
syntax = "proto3";
package opentelemetry.proto.collector.trace.v1;
message ExportTraceServiceRequest { repeated ResourceSpans resourceSpans = 1; }
message ExportTraceServiceResponse { ExportTracePartialSuccess partialSuccess = 1; }
message ExportTracePartialSuccess { int64 rejectedSpans = 1; string errorMessage = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopeSpans = 2; string schemaUrl = 3; }
message Resource {
  repeated KeyValue attributes = 1; uint32 droppedAttributesCount = 2; repeated EntityRef entityRefs = 3;
}
message EntityRef {
  string schemaUrl = 1; string type = 2; repeated string idKeys = 3; repeated string descriptionKeys = 4;
}
message ScopeSpans { InstrumentationScope scope = 1; repeated Span spans = 2; string schemaUrl = 3; }
message InstrumentationScope {
  string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 droppedAttributesCount = 4;
}
message Span {
  bytes traceId = 1; bytes spanId = 2; string traceState = 3; bytes parentSpanId = 4; string name = 5;
  int32 kind = 6; fixed64 startTimeUnixNano = 7; fixed64 endTimeUnixNano = 8; repeated KeyValue attributes = 9;
  uint32 droppedAttributesCount = 10; repeated Event events = 11; uint32 droppedEventsCount = 12;
  repeated Link links = 13; uint32 droppedLinksCount = 14; Status status = 15; fixed32 flags = 16;
}
message Event {
  fixed64 timeUnixNano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 droppedAttributesCount = 4;
}
message Link {
  bytes traceId = 1; bytes spanId = 2; string traceState = 3; repeated KeyValue attributes = 4;
  uint32 droppedAttributesCount = 5; fixed32 flags = 6;
}
message Status { string message = 2; int32 code = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string stringValue = 1; bool boolValue = 2; int64 intValue = 3; double doubleValue = 4;
    ArrayValue arrayValue = 5; KeyValueList kvlistValue = 6; bytes bytesValue = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }

message RpcStatus { int32 code = 1; string message = 2; repeated Any details = 3; }
message Any { string typeUrl = 1; bytes value = 2; }
message BadRequest { repeated FieldViolation fieldViolations = 1; }
message FieldViolation { string field = 1; string description = 2; }
message RetryInfo { Duration retryDelay = 1; }
message Duration { int64 seconds = 1; int32 nanos = 2; }
`;

/** All of them, in the package of the service; enums are plain int32. */
export const otlpRoot: protobuf.Root = protobuf.parse(proto).root;

export type OtlpMessage = Readonly<Record<string, unknown>>;

/** Decodes with protobufjs: 64-bit integers as decimal strings, bytes as lower-case hex, absent fields left out. */
export function decodeOtlp(messageName: string, bytes: Uint8Array): OtlpMessage {
  const type = otlpRoot.lookupType(messageName);
  const object = type.toObject(type.decode(Uint8Array.from(bytes)), { longs: String });
  return withHexBytes(object) as OtlpMessage;
}

/** Encodes with protobufjs; 64-bit integers as strings or numbers, bytes as `Uint8Array`. */
export function encodeOtlp(messageName: string, message: OtlpMessage): Uint8Array {
  const type = otlpRoot.lookupType(messageName);
  return Uint8Array.from(type.encode(type.fromObject(message as Record<string, unknown>)).finish());
}

function withHexBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(withHexBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withHexBytes(member)]));
}
