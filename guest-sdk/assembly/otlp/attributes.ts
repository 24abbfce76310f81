import { Field } from "../wire/field";
import { end, Range, rangeEquals, rangeText, start } from "../wire/range";
import { AnyValue } from "./any-value";
import { View } from "./view";
import { Views } from "./views";

/** One attribute (`opentelemetry.proto.common.v1.KeyValue`). */
export class Attribute extends View {
  /** The bytes of `key`. */
  readonly keyRange: Range;
  /** The bytes of `value`, a protobuf message: what `writeAnyValue` takes. */
  readonly valueRange: Range;

  /** Reads the message that lies in these bytes. */
  constructor(message: Range) {
    super(message);
    const limit = end(message);
    for (let at = start(message); at < limit; ) {
      at = Field.read(at, limit);
      if (Field.tag == 10) this.keyRange = Field.payload;
      else if (Field.tag == 18) this.valueRange = Field.payload;
    }
  }

  /** The name, for example `http.request.method`. */
  get key(): string {
    return rangeText(this.keyRange);
  }

  /** The value. A new view at each call. */
  get value(): AnyValue {
    return new AnyValue(this.valueRange);
  }
}

/**
 * Attributes in the order they were sent. Keys should be unique; when they are not, the first one counts.
 *
 * ```ts
 * const status = span.attributes.find("http.response.status_code");
 * if (status !== null && status.kind == ValueKind.Integer && status.integer >= 500) Log.warn(span.name);
 * ```
 */
export class Attributes extends Views<Attribute> {
  /** The value of the first attribute with this key, or null. */
  find(key: string): AnyValue | null {
    for (let i = 0; i < this.length; i++) {
      const attribute = this.at(i);
      if (rangeEquals(attribute.keyRange, key)) return attribute.value;
    }
    return null;
  }

  /** The text under this key; "" when there is none, or it is no text. */
  text(key: string): string {
    const value = this.find(key);
    return value === null ? "" : value.text;
  }
}
