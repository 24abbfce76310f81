import { Field } from "../wire/field";
import { end, Range, rangeText, start } from "../wire/range";
import { View } from "./view";

/** `Status.StatusCode` of OTLP. Senders may use values that are not listed here. */
export enum StatusCode {
  /** Nobody said how it ended. */
  Unset,
  /** The application says that it went well. */
  Ok,
  /** It failed. */
  Error,
}

/** How a span ended (`opentelemetry.proto.trace.v1.Status`). */
export class SpanStatus extends View {
  /** Good, bad or unknown. */
  readonly code: StatusCode;
  /** The bytes of `message`. */
  readonly messageRange: Range;

  /** Reads the message that lies in these bytes. */
  constructor(message: Range) {
    super(message);
    const limit = end(message);
    for (let at = start(message); at < limit; ) {
      at = Field.read(at, limit);
      if (Field.tag == 18) this.messageRange = Field.payload;
      else if (Field.tag == 24) this.code = <i32>Field.value;
    }
  }

  /** For people; set with an error only, else "". */
  get message(): string {
    return rangeText(this.messageRange);
  }
}
