import { Field } from "../wire/field";
import { end, Range, rangeText, start } from "../wire/range";
import { Attributes } from "./attributes";
import { View } from "./view";
import { oneMore, Repeated } from "./views";

const attributesTag: u32 = 26;

/** The library that made spans (`opentelemetry.proto.common.v1.InstrumentationScope`). */
export class Scope extends View {
  /** The bytes of `name`. */
  readonly nameRange: Range;
  /** The bytes of `version`. */
  readonly versionRange: Range;
  /** Attributes that the sender dropped, for example because of a limit. */
  readonly droppedAttributesCount: u32;
  private readonly attributeFields: Repeated;

  /** Reads the message that lies in these bytes. */
  constructor(
    message: Range,
    /** The schema's bytes, which stand in the `ScopeSpans`. */
    readonly schemaUrlRange: Range,
  ) {
    super(message);
    const limit = end(message);
    let at = start(message);
    while (at < limit) {
      const next = Field.read(at, limit);
      if (Field.tag == 10) this.nameRange = Field.payload;
      else if (Field.tag == 18) this.versionRange = Field.payload;
      else if (Field.tag == attributesTag) this.attributeFields = oneMore(this.attributeFields, at);
      else if (Field.tag == 32) this.droppedAttributesCount = <u32>Field.value;
      at = next;
    }
  }

  /** The library's name, for example `@opentelemetry/instrumentation-http`; "" when unknown. */
  get name(): string {
    return rangeText(this.nameRange);
  }

  /** The library's version; "" when unknown. */
  get version(): string {
    return rangeText(this.versionRange);
  }

  /** The schema of the scope's and its spans' attributes; "" when the sender names none. */
  get schemaUrl(): string {
    return rangeText(this.schemaUrlRange);
  }

  /** The scope's attributes. A new view at each call. */
  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }
}
