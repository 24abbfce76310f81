import type Long from "long";
import protobuf from "protobufjs";
import { otlpProto } from "./otlp-proto.ts";

/** A 64-bit integer: `toString()`, `toNumber()`, `subtract()` and so on. */
export type { Long };

export interface ResourceSpans {
  readonly resource?: Resource | null;
  readonly scopeSpans: readonly ScopeSpans[];
  readonly schemaUrl: string;
}

export interface Resource {
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
}

export interface ScopeSpans {
  readonly scope?: { readonly name: string; readonly version: string } | null;
  /** Each is decoded when it is its turn: 10,000 of them at once would take all memory of a plugin. */
  readonly spans: Iterable<Span>;
}

/** Times are nanoseconds since the Unix epoch; ids are bytes, empty when absent. */
export interface Span {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer */
  readonly kind: number;
  readonly startTimeUnixNano: Long;
  readonly endTimeUnixNano: Long;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinksCount: number;
  /** Code: 0 unset, 1 ok, 2 error. */
  readonly status?: { readonly code: number; readonly message: string } | null;
}

export interface SpanEvent {
  readonly timeUnixNano: Long;
  readonly name: string;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
}

export interface SpanLink {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly traceState: string;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
  readonly flags: number;
}

export interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue | null;
}

/** `value` names the member that is set; it is undefined when none is. */
export interface AnyValue {
  readonly value?:
    | "stringValue"
    | "boolValue"
    | "intValue"
    | "doubleValue"
    | "arrayValue"
    | "kvlistValue"
    | "bytesValue";
  readonly stringValue: string;
  readonly boolValue: boolean;
  readonly intValue: Long;
  readonly doubleValue: number;
  readonly arrayValue: { readonly values: readonly AnyValue[] };
  readonly kvlistValue: { readonly values: readonly KeyValue[] };
  readonly bytesValue: Uint8Array;
}

/** Thrown by what reads a batch. Let it pass: the agent is told that the batch can never be read. */
export class MalformedBatch extends Error {}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

// Its own goes character by character, which the plugin's engine, an interpreter, is slow at.
protobuf.util.utf8.read = (buffer, from, to) => utf8.decode(buffer.subarray(from, to));

// This runs when the plugin is built: the component holds the decoders ready-made.
const root = protobuf.parse(otlpProto).root.resolveAll();
const request = root.lookupType("LazyRequest").setup();
const span = root.lookupType("Span").setup();

interface Lazy {
  readonly resourceSpans: readonly (Omit<ResourceSpans, "scopeSpans"> & {
    readonly scopeSpans: readonly (Omit<ScopeSpans, "spans"> & { readonly spans: readonly Uint8Array[] })[];
  })[];
}

/**
 * Reads the bytes of a batch, an OTLP `ExportTraceServiceRequest`. What is wrong with a span shows when it is its turn:
 * gather what you write, and write it at the end.
 *
 * @throws MalformedBatch here, and while the spans are gone through
 */
export function readBatch(bytes: Uint8Array): ResourceSpans[] {
  const { resourceSpans } = decode<Lazy>(request, bytes);
  return resourceSpans.map(({ resource, scopeSpans, schemaUrl }) => ({
    resource,
    schemaUrl,
    scopeSpans: scopeSpans.map(({ scope, spans }) => ({
      scope,
      spans: { [Symbol.iterator]: () => decodeEach(spans) },
    })),
  }));
}

function* decodeEach(spans: readonly Uint8Array[]): Generator<Span> {
  for (const bytes of spans) yield decode<Span>(span, bytes);
}

function decode<T>(type: protobuf.Type, bytes: Uint8Array): T {
  try {
    return type.decode(bytes) as unknown as T;
  } catch (error) {
    throw new MalformedBatch(
      `malformed OTLP protobuf: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The text of the first attribute with this key; undefined when there is none, or it is no text. */
export function textAttribute(attributes: readonly KeyValue[] | undefined, key: string): string | undefined {
  const value = attributes?.find((attribute) => attribute.key === key)?.value;
  return value?.value === "stringValue" ? value.stringValue : undefined;
}
