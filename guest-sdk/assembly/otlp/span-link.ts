import { Field } from "../wire/field";
import { end, Range, rangeHex, rangeText, start } from "../wire/range";
import { Attributes } from "./attributes";
import { View } from "./view";
import { oneMore, Repeated } from "./views";

const attributesTag: u32 = 34;

/** A pointer to a span of this or another trace (`Span.Link`). */
export class SpanLink extends View {
  /** 16 bytes. */
  readonly traceIdRange: Range;
  /** 8 bytes. */
  readonly spanIdRange: Range;
  /** The bytes of `traceState`. */
  readonly traceStateRange: Range;
  /** Attributes that the sender dropped, for example because of a limit. */
  readonly droppedAttributesCount: u32;
  /** Bits 0–7: W3C trace flags; 8 and 9: whether the linked span is known to be remote. */
  readonly flags: u32;
  /** @internal Where the attributes are. */
  readonly attributeFields: Repeated;

  /** Reads the message that lies in these bytes. */
  constructor(message: Range) {
    super(message);
    const limit = end(message);
    let at = start(message);
    while (at < limit) {
      const next = Field.read(at, limit);
      if (Field.tag == 10) this.traceIdRange = Field.payload;
      else if (Field.tag == 18) this.spanIdRange = Field.payload;
      else if (Field.tag == 26) this.traceStateRange = Field.payload;
      else if (Field.tag == attributesTag) this.attributeFields = oneMore(this.attributeFields, at);
      else if (Field.tag == 40) this.droppedAttributesCount = <u32>Field.value;
      else if (Field.tag == 53) this.flags = <u32>Field.value;
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

  /** W3C `tracestate` of the linked span; "" when there is none. */
  get traceState(): string {
    return rangeText(this.traceStateRange);
  }

  /** The link's attributes. A new view at each call. */
  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }

  /** How many attributes there are, without a view. */
  get attributeCount(): i32 {
    return <i32>this.attributeFields;
  }
}
