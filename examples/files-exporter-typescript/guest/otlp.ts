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
  readonly spans: readonly Span[];
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

/** The spans of a batch by resource; or why they can't be read. */
export type Decoded = { readonly resourceSpans: readonly ResourceSpans[] } | { readonly problem: string };

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

// Its own goes character by character, which the plugin's engine, an interpreter, is slow at.
protobuf.util.utf8.read = (buffer, from, to) => utf8.decode(buffer.subarray(from, to));

// This runs when the plugin is built: the component holds the decoder ready-made.
const request = protobuf.parse(otlpProto).root.resolveAll().lookupType("ExportTraceServiceRequest").setup();

/** Decodes the bytes of a batch, an OTLP `ExportTraceServiceRequest`. */
export function decodeSpans(bytes: Uint8Array): Decoded {
  try {
    const { resourceSpans } = request.decode(bytes) as unknown as { resourceSpans: readonly ResourceSpans[] };
    return { resourceSpans };
  } catch (error) {
    return { problem: `malformed OTLP protobuf: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The text of the first attribute with this key; undefined when there is none, or it is no text. */
export function textAttribute(attributes: readonly KeyValue[] | undefined, key: string): string | undefined {
  const value = attributes?.find((attribute) => attribute.key === key)?.value;
  return value?.value === "stringValue" ? value.stringValue : undefined;
}
