import { Field } from "../wire/field";
import { end, Range, rangeText, start } from "../wire/range";
import { View } from "./view";

/** `Status.StatusCode` of OTLP. Senders may use values that are not listed here. */
export enum StatusCode {
  Unset,
  Ok,
  Error,
}

/** How a span ended (`opentelemetry.proto.trace.v1.Status`). */
export class SpanStatus extends View {
  readonly code: StatusCode;
  readonly messageRange: Range;

  constructor(message: Range) {
    super(message);
    const limit = end(message);
    for (let at = start(message); at < limit; ) {
      at = Field.read(at, limit);
      if (Field.tag == 18) this.messageRange = Field.payload;
      else if (Field.tag == 24) this.code = <i32>Field.value;
    }
  }

  /** For people; set with an error only. */
  get message(): string {
    return rangeText(this.messageRange);
  }
}
