import { Field } from "../wire/field";
import { end, Range, start } from "../wire/range";
import { Attributes } from "./attributes";
import { View } from "./view";
import { oneMore, Repeated } from "./views";

const attributesTag: u32 = 10;

/** Who sent the spans (`opentelemetry.proto.resource.v1.Resource`). */
export class Resource extends View {
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
      if (Field.tag == attributesTag) this.attributeFields = oneMore(this.attributeFields, at);
      else if (Field.tag == 16) this.droppedAttributesCount = <u32>Field.value;
      at = next;
    }
  }

  /** The resource's attributes. A new view at each call. */
  get attributes(): Attributes {
    return new Attributes(this.encoded, attributesTag, this.attributeFields);
  }
}
