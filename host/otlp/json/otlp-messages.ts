/** How a value stands in JSON and in protobuf. */
export type ScalarType =
  | "string"
  /** base64 in JSON */
  | "bytes"
  /** 16 bytes, hex in JSON */
  | "traceId"
  /** 8 bytes, hex in JSON */
  | "spanId"
  | "bool"
  | "uint32"
  | "fixed32"
  /** an int32 on the wire; only a number in JSON, never a name */
  | "enum"
  | "int64"
  | "fixed64"
  | "double";

export interface ScalarField {
  readonly kind: "scalar";
  readonly number: number;
  readonly type: ScalarType;
  readonly repeated: boolean;
}

export interface MessageField {
  readonly kind: "message";
  readonly number: number;
  readonly type: MessageShape;
  readonly repeated: boolean;
}

/** One message: its fields by their JSON names. */
export interface MessageShape {
  readonly name: string;
  readonly fields: ReadonlyMap<string, ScalarField | MessageField>;
  /** All fields belong to one `oneof`: at most one is set, and it is written even when it is zero. */
  readonly isOneof: boolean;
}

type FieldRow = readonly [number: number, type: string, repeated?: "repeated"];

/**
 * The trace messages of OTLP by lowerCamelCase name. Source: opentelemetry-proto 1.9, collector/trace/v1,
 * trace/v1, resource/v1 and common/v1 (https://github.com/open-telemetry/opentelemetry-proto).
 */
const rows = {
  ExportTraceServiceRequest: { resourceSpans: [1, "ResourceSpans", "repeated"] },
  ResourceSpans: {
    resource: [1, "Resource"],
    scopeSpans: [2, "ScopeSpans", "repeated"],
    schemaUrl: [3, "string"],
  },
  Resource: {
    attributes: [1, "KeyValue", "repeated"],
    droppedAttributesCount: [2, "uint32"],
    entityRefs: [3, "EntityRef", "repeated"],
  },
  EntityRef: {
    schemaUrl: [1, "string"],
    type: [2, "string"],
    idKeys: [3, "string", "repeated"],
    descriptionKeys: [4, "string", "repeated"],
  },
  ScopeSpans: {
    scope: [1, "InstrumentationScope"],
    spans: [2, "Span", "repeated"],
    schemaUrl: [3, "string"],
  },
  InstrumentationScope: {
    name: [1, "string"],
    version: [2, "string"],
    attributes: [3, "KeyValue", "repeated"],
    droppedAttributesCount: [4, "uint32"],
  },
  Span: {
    traceId: [1, "traceId"],
    spanId: [2, "spanId"],
    traceState: [3, "string"],
    parentSpanId: [4, "spanId"],
    flags: [16, "fixed32"],
    name: [5, "string"],
    kind: [6, "enum"],
    startTimeUnixNano: [7, "fixed64"],
    endTimeUnixNano: [8, "fixed64"],
    attributes: [9, "KeyValue", "repeated"],
    droppedAttributesCount: [10, "uint32"],
    events: [11, "Event", "repeated"],
    droppedEventsCount: [12, "uint32"],
    links: [13, "Link", "repeated"],
    droppedLinksCount: [14, "uint32"],
    status: [15, "Status"],
  },
  Event: {
    timeUnixNano: [1, "fixed64"],
    name: [2, "string"],
    attributes: [3, "KeyValue", "repeated"],
    droppedAttributesCount: [4, "uint32"],
  },
  Link: {
    traceId: [1, "traceId"],
    spanId: [2, "spanId"],
    traceState: [3, "string"],
    attributes: [4, "KeyValue", "repeated"],
    droppedAttributesCount: [5, "uint32"],
    flags: [6, "fixed32"],
  },
  Status: { message: [2, "string"], code: [3, "enum"] },
  KeyValue: { key: [1, "string"], value: [2, "AnyValue"] },
  AnyValue: {
    stringValue: [1, "string"],
    boolValue: [2, "bool"],
    intValue: [3, "int64"],
    doubleValue: [4, "double"],
    arrayValue: [5, "ArrayValue"],
    kvlistValue: [6, "KeyValueList"],
    bytesValue: [7, "bytes"],
  },
  ArrayValue: { values: [1, "AnyValue", "repeated"] },
  KeyValueList: { values: [1, "KeyValue", "repeated"] },
} as const satisfies Record<string, Record<string, FieldRow>>;

/** The message that the body of a request holds. */
export const exportTraceServiceRequest: MessageShape = buildShapes().get("ExportTraceServiceRequest")!;

/** In two passes, because `AnyValue` holds itself. */
function buildShapes(): Map<string, MessageShape> {
  const fieldsOf = new Map<string, Map<string, ScalarField | MessageField>>();
  const shapes = new Map<string, MessageShape>();
  for (const name of Object.keys(rows)) {
    const fields = new Map<string, ScalarField | MessageField>();
    fieldsOf.set(name, fields);
    shapes.set(name, { name, fields, isOneof: name === "AnyValue" });
  }
  for (const [name, fields] of Object.entries<Record<string, FieldRow>>(rows)) {
    for (const [jsonName, [number, type, label]] of Object.entries(fields)) {
      const repeated = label === "repeated";
      const message = shapes.get(type);
      fieldsOf
        .get(name)!
        .set(
          jsonName,
          message === undefined
            ? { kind: "scalar", number, type: type as ScalarType, repeated }
            : { kind: "message", number, type: message, repeated },
        );
    }
  }
  return shapes;
}
