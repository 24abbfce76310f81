import { Field } from "../wire/field";
import { end, Range, rangeText, start } from "../wire/range";
import { Attributes } from "./attributes";
import { View } from "./view";
import { oneMore, Repeated } from "./views";

const attributesTag: u32 = 26;

/** The library that made spans (`opentelemetry.proto.common.v1.InstrumentationScope`). */
export class Scope extends View {
  readonly nameRange: Range;
  readonly versionRange: Range;
  readonly droppedAttributesCount: u32;
  private readonly attributeFields: Repeated;

  /** `schemaUrlRange` is that of the `ScopeSpans`, for the scope and its spans. */
  constructor(
    message: Range,
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

  get name(): string {
    return rangeText(this.nameRange);
  }

  get version(): string {
    return rangeText(this.versionRange);
  }

  get schemaUrl(): string {
    return rangeText(this.schemaUrlRange);
  }

  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }
}
