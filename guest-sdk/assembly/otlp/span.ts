import { Field } from "../wire/field";
import { end, Range, rangeHex, rangeText, start } from "../wire/range";
import { Attributes } from "./attributes";
import { Scope } from "./scope";
import { SpanEvent } from "./span-event";
import { SpanLink } from "./span-link";
import { SpanStatus } from "./span-status";
import { View } from "./view";
import { oneMore, Repeated, Views } from "./views";

/** `Span.SpanKind` of OTLP. Senders may use values that are not listed here. */
export enum SpanKind {
  /** The sender does not say. May be taken for `Internal`. */
  Unspecified,
  /** An operation inside an application. */
  Internal,
  /** The handling of a request from elsewhere. */
  Server,
  /** A request to elsewhere. */
  Client,
  /** The sending of a message that is handled at another time. */
  Producer,
  /** The handling of such a message. */
  Consumer,
}

const attributesTag: u32 = 74;
const eventsTag: u32 = 90;
const linksTag: u32 = 106;

/**
 * One span (`opentelemetry.proto.trace.v1.Span`). Numbers are read at once; texts, lists and the status when they are
 * asked for. The `…Range` members are the raw bytes: of ids 16 or 8 of them, of texts UTF-8.
 *
 * ```ts
 * for (let i = 0; i < spans.length; i++) {
 *   const span = spans[i];
 *   if (span.status.code == StatusCode.Error) Log.warn(span.name + " of trace " + span.traceId + " failed");
 * }
 * ```
 */
export class Span extends View {
  /** 16 bytes. */
  readonly traceIdRange: Range;
  /** 8 bytes. */
  readonly spanIdRange: Range;
  /** 8 bytes; empty for a root span. */
  readonly parentSpanIdRange: Range;
  /** The bytes of `traceState`. */
  readonly traceStateRange: Range;
  /** The bytes of `name`. */
  readonly nameRange: Range;
  /** The bytes of the status, a protobuf message. */
  readonly statusRange: Range;
  /** Whether the sender wrote a status, be it an empty one. */
  readonly hasStatus: bool;
  /** The span's part in a conversation between services. */
  readonly kind: SpanKind;
  /** Bits 0–7: W3C trace flags; 8 and 9: whether the parent is known to be remote. */
  readonly flags: u32;
  /** Nanoseconds since the Unix epoch. */
  readonly startTimeUnixNano: u64;
  /** Nanoseconds since the Unix epoch. */
  readonly endTimeUnixNano: u64;
  /** Attributes that the sender dropped, for example because of a limit. */
  readonly droppedAttributesCount: u32;
  /** Events that the sender dropped. */
  readonly droppedEventsCount: u32;
  /** Links that the sender dropped. */
  readonly droppedLinksCount: u32;
  /** @internal Where the attributes are. */
  readonly attributeFields: Repeated;
  private readonly eventFields: Repeated;
  private readonly linkFields: Repeated;

  /** Reads the message that lies in these bytes. */
  constructor(
    message: Range,
    /** The library that made the span. */
    readonly scope: Scope,
  ) {
    super(message);
    const limit = end(message);
    let at = start(message);
    while (at < limit) {
      // Most fields are short attributes, one behind the other.
      let attributes = this.attributeFields;
      for (let next = Field.shortEnd(at, limit, attributesTag); next != 0; ) {
        attributes = oneMore(attributes, at);
        at = next;
        next = Field.shortEnd(at, limit, attributesTag);
      }
      this.attributeFields = attributes;
      if (at == limit) break;
      const next = Field.read(at, limit);
      switch (Field.tag >> 3) {
        case 1:
          if (Field.tag == 10) this.traceIdRange = Field.payload;
          break;
        case 2:
          if (Field.tag == 18) this.spanIdRange = Field.payload;
          break;
        case 3:
          if (Field.tag == 26) this.traceStateRange = Field.payload;
          break;
        case 4:
          if (Field.tag == 34) this.parentSpanIdRange = Field.payload;
          break;
        case 5:
          if (Field.tag == 42) this.nameRange = Field.payload;
          break;
        case 6:
          if (Field.tag == 48) this.kind = <i32>Field.value;
          break;
        case 7:
          if (Field.tag == 57) this.startTimeUnixNano = Field.value;
          break;
        case 8:
          if (Field.tag == 65) this.endTimeUnixNano = Field.value;
          break;
        case 9:
          if (Field.tag == attributesTag) this.attributeFields = oneMore(this.attributeFields, at);
          break;
        case 10:
          if (Field.tag == 80) this.droppedAttributesCount = <u32>Field.value;
          break;
        case 11:
          if (Field.tag == eventsTag) this.eventFields = oneMore(this.eventFields, at);
          break;
        case 12:
          if (Field.tag == 96) this.droppedEventsCount = <u32>Field.value;
          break;
        case 13:
          if (Field.tag == linksTag) this.linkFields = oneMore(this.linkFields, at);
          break;
        case 14:
          if (Field.tag == 112) this.droppedLinksCount = <u32>Field.value;
          break;
        case 15:
          if (Field.tag == 122) {
            this.statusRange = Field.payload;
            this.hasStatus = true;
          }
          break;
        case 16:
          if (Field.tag == 133) this.flags = <u32>Field.value;
      }
      at = next;
    }
  }

  /** 32 lower-case hex digits. */
  get traceId(): string {
    return rangeHex(this.traceIdRange);
  }

  /** 16 lower-case hex digits. */
  get spanId(): string {
    return rangeHex(this.spanIdRange);
  }

  /** 16 lower-case hex digits; "" for a root span. */
  get parentSpanId(): string {
    return rangeHex(this.parentSpanIdRange);
  }

  /** W3C `tracestate`, as it was sent; "" when there is none. */
  get traceState(): string {
    return rangeText(this.traceStateRange);
  }

  /** What was done, for example `GET /orders/{id}`. */
  get name(): string {
    return rangeText(this.nameRange);
  }

  /** How the span ended; `Unset` when the sender wrote no status. A new view at each call. */
  get status(): SpanStatus {
    return new SpanStatus(this.statusRange);
  }

  /** The span's attributes. A new view at each call. */
  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }

  /** What happened during the span, in the order it was sent. A new view at each call. */
  get events(): Views<SpanEvent> {
    return new Views<SpanEvent>(this.encoded, eventsTag, this.eventFields);
  }

  /** Other spans that this one has to do with. A new view at each call. */
  get links(): Views<SpanLink> {
    return new Views<SpanLink>(this.encoded, linksTag, this.linkFields);
  }

  /** How many attributes there are, without a view. */
  get attributeCount(): i32 {
    return <i32>this.attributeFields;
  }

  /** How many events there are, without a view. */
  get eventCount(): i32 {
    return <i32>this.eventFields;
  }

  /** How many links there are, without a view. */
  get linkCount(): i32 {
    return <i32>this.linkFields;
  }
}
