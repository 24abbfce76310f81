/**
 * Writes OTLP's trace messages in protobuf. Field numbers are those of opentelemetry-proto (collector/trace/v1,
 * trace/v1, common/v1 and resource/v1: https://github.com/open-telemetry/opentelemetry-proto).
 */
export type AttributeValue = string | number | boolean | readonly string[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

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

const errorCode = 2;

/** The bytes of an `ExportTraceServiceRequest`. */
export function writeRequest(resources: readonly SampleResource[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(resources.map((resource) => message(1, resourceSpans(resource)))));
}

function resourceSpans({ attributes, scope, spans }: SampleResource): Uint8Array[] {
  return [
    message(1, attributeFields(1, attributes)),
    message(2, [
      message(1, [text(1, scope.name), text(2, scope.version)]),
      ...spans.map((span) => message(2, spanFields(span))),
    ]),
  ];
}

function spanFields(span: SampleSpan): Uint8Array[] {
  const { parentSpanId, events = [], links = [], error } = span;
  return [
    bytes(1, span.traceId),
    bytes(2, span.spanId),
    ...(parentSpanId === undefined ? [] : [bytes(4, parentSpanId)]),
    text(5, span.name),
    integer(6, BigInt(span.kind)),
    fixed64(7, span.startNano),
    fixed64(8, span.endNano),
    ...attributeFields(9, span.attributes),
    ...events.map((event) =>
      message(11, [fixed64(1, event.atNano), text(2, event.name), ...attributeFields(3, event.attributes)]),
    ),
    ...links.map((link) => message(13, [bytes(1, link.traceId), bytes(2, link.spanId)])),
    ...(error === undefined ? [] : [message(15, [text(2, error), integer(3, BigInt(errorCode))])]),
  ];
}

const attributeFields = (number: number, attributes: Attributes): Uint8Array[] =>
  Object.entries(attributes).map(([key, value]) =>
    message(number, [text(1, key), message(2, [anyValue(value)])]),
  );

function anyValue(value: AttributeValue): Uint8Array {
  if (typeof value === "string") return text(1, value);
  if (typeof value === "boolean") return integer(2, value ? 1n : 0n);
  if (typeof value !== "number")
    return message(
      5,
      value.map((each) => message(1, [anyValue(each)])),
    );
  return Number.isInteger(value) ? integer(3, BigInt(value)) : double(4, value);
}

/** Wire types of protobuf: https://protobuf.dev/programming-guides/encoding/ */
const tag = (number: number, wireType: 0 | 1 | 2) => varint(BigInt(number * 8 + wireType));

const message = (number: number, fields: readonly Uint8Array[]) => bytes(number, Buffer.concat(fields));
const text = (number: number, value: string) => bytes(number, Buffer.from(value));
const integer = (number: number, value: bigint) => Buffer.concat([tag(number, 0), varint(value)]);
const bytes = (number: number, value: Uint8Array) =>
  Buffer.concat([tag(number, 2), varint(BigInt(value.length)), value]);

function fixed64(number: number, value: bigint): Uint8Array {
  const eight = Buffer.alloc(8);
  eight.writeBigUInt64LE(value);
  return Buffer.concat([tag(number, 1), eight]);
}

function double(number: number, value: number): Uint8Array {
  const eight = Buffer.alloc(8);
  eight.writeDoubleLE(value);
  return Buffer.concat([tag(number, 1), eight]);
}

function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  // A negative number is written as the 64 bits of its two's complement.
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.from([...out, Number(rest)]);
}
