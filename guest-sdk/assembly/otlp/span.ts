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
  Unspecified,
  Internal,
  Server,
  Client,
  Producer,
  Consumer,
}

const attributesTag: u32 = 74;
const eventsTag: u32 = 90;
const linksTag: u32 = 106;

/**
 * One span (`opentelemetry.proto.trace.v1.Span`). Numbers are read at once; texts, lists and the status when they are
 * asked for. The `…Range` members are the raw bytes.
 */
export class Span extends View {
  readonly traceIdRange: Range;
  readonly spanIdRange: Range;
  readonly parentSpanIdRange: Range;
  readonly traceStateRange: Range;
  readonly nameRange: Range;
  readonly statusRange: Range;
  readonly hasStatus: bool;
  readonly kind: SpanKind;
  /** Bits 0–7: W3C trace flags; 8 and 9: whether the parent is known to be remote. */
  readonly flags: u32;
  /** Nanoseconds since the Unix epoch. */
  readonly startTimeUnixNano: u64;
  /** Nanoseconds since the Unix epoch. */
  readonly endTimeUnixNano: u64;
  readonly droppedAttributesCount: u32;
  readonly droppedEventsCount: u32;
  readonly droppedLinksCount: u32;
  private readonly attributeFields: Repeated;
  private readonly eventFields: Repeated;
  private readonly linkFields: Repeated;

  constructor(
    message: Range,
    readonly scope: Scope,
  ) {
    super(message);
    const limit = end(message);
    let at = start(message);
    while (at < limit) {
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

  /** 32 hex digits. */
  get traceId(): string {
    return rangeHex(this.traceIdRange);
  }

  /** 16 hex digits. */
  get spanId(): string {
    return rangeHex(this.spanIdRange);
  }

  /** 16 hex digits; "" for a root span. */
  get parentSpanId(): string {
    return rangeHex(this.parentSpanIdRange);
  }

  /** W3C `tracestate`. */
  get traceState(): string {
    return rangeText(this.traceStateRange);
  }

  get name(): string {
    return rangeText(this.nameRange);
  }

  get status(): SpanStatus {
    return new SpanStatus(this.statusRange);
  }

  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }

  get events(): Views<SpanEvent> {
    return new Views<SpanEvent>(this.encoded, eventsTag, this.eventFields);
  }

  get links(): Views<SpanLink> {
    return new Views<SpanLink>(this.encoded, linksTag, this.linkFields);
  }

  get attributeCount(): i32 {
    return <i32>this.attributeFields;
  }

  get eventCount(): i32 {
    return <i32>this.eventFields;
  }

  get linkCount(): i32 {
    return <i32>this.linkFields;
  }
}
