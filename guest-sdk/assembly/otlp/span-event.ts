import { Field } from "../wire/field";
import { end, Range, rangeText, start } from "../wire/range";
import { Attributes } from "./attributes";
import { View } from "./view";
import { oneMore, Repeated } from "./views";

const attributesTag: u32 = 26;

/** Something that happened during a span (`Span.Event`). */
export class SpanEvent extends View {
  /** Nanoseconds since the Unix epoch. */
  readonly timeUnixNano: u64;
  /** The bytes of `name`. */
  readonly nameRange: Range;
  /** Attributes that the sender dropped, for example because of a limit. */
  readonly droppedAttributesCount: u32;
  /** @internal Where the attributes are. */
  readonly attributeFields: Repeated;

  /** Reads the message that lies in these bytes. */
  constructor(message: Range) {
    super(message);
    const limit = end(message);
    let at = start(message);
    while (at < limit) {
      const next = Field.read(at, limit);
      if (Field.tag == 9) this.timeUnixNano = Field.value;
      else if (Field.tag == 18) this.nameRange = Field.payload;
      else if (Field.tag == attributesTag) this.attributeFields = oneMore(this.attributeFields, at);
      else if (Field.tag == 32) this.droppedAttributesCount = <u32>Field.value;
      at = next;
    }
  }

  /** What happened, for example `exception`. */
  get name(): string {
    return rangeText(this.nameRange);
  }

  /** The event's attributes. A new view at each call. */
  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }

  /** How many attributes there are, without a view. */
  get attributeCount(): i32 {
    return <i32>this.attributeFields;
  }
}
