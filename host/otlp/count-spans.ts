/** What a walk over the field headers found. */
export type SpanCount =
  | { readonly kind: "counted"; readonly spanCount: number }
  /** Not an `ExportTraceServiceRequest`: what is wrong, and at which byte. */
  | { readonly kind: "malformed"; readonly offset: number; readonly message: string };

/** The way down to the spans, one entry for each level: the message, its field that leads on, and that one's name. */
const levels = [
  { message: "ExportTraceServiceRequest", field: 1, name: "resource_spans" },
  { message: "ResourceSpans", field: 2, name: "scope_spans" },
  { message: "ScopeSpans", field: 2, name: "spans" },
] as const;

const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;
const maxFieldNumber = 2 ** 29 - 1;

/**
 * Counts the spans of an `ExportTraceServiceRequest` in protobuf encoding, reading field headers only: every
 * length is skipped, so spans, resources and attributes are never entered, and the time taken depends on the
 * number of fields of the three outer messages, not on their size. Unknown fields pass.
 *
 * Refused are: a length that reaches past the message around it, a varint that is cut off or longer than ten
 * bytes, the field number 0 or above 2^29-1, wire types that proto3 doesn't have (groups are 3 and 4), and a field
 * on the way to the spans with another wire type than its own. Bytes may lie on a `SharedArrayBuffer`.
 *
 * Source of the format: https://protobuf.dev/programming-guides/encoding/ and
 * https://github.com/open-telemetry/opentelemetry-proto (trace/v1/trace.proto).
 */
export function countSpans(bytes: Uint8Array): SpanCount {
  const walk = new HeaderWalk(bytes);
  return walk.run()
    ? { kind: "counted", spanCount: walk.spanCount }
    : { kind: "malformed", offset: walk.fieldStart, message: walk.problem };
}

class HeaderWalk {
  spanCount = 0;
  problem = "";
  /** Where the field begins that is being read: the place that a problem is reported at. */
  fieldStart = 0;

  readonly #bytes: Uint8Array;
  #position = 0;
  #level = 0;
  /** Ends of the open messages, outermost first. */
  readonly #ends: [number, number, number];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#ends = [bytes.length, 0, 0];
  }

  /** False as soon as something is wrong; `problem` then says what. */
  run(): boolean {
    for (;;) {
      while (this.#position === this.#ends[this.#level]) {
        if (this.#level === 0) return true;
        this.#level--;
      }
      if (!this.#field()) return false;
    }
  }

  #field(): boolean {
    const end = this.#ends[this.#level]!;
    this.fieldStart = this.#position;
    const tag = this.#varint(end);
    if (tag < 0) return false;
    const wireType = tag % 8;
    const fieldNumber = (tag - wireType) / 8;
    if (fieldNumber === 0 || fieldNumber > maxFieldNumber) {
      return this.#fail(`expected a field number from 1 to ${maxFieldNumber}, found ${fieldNumber}`);
    }
    const onTheWay = fieldNumber === levels[this.#level]!.field;
    if (onTheWay && wireType !== wireBytes) {
      const { field, name } = levels[this.#level]!;
      return this.#fail(`expected field ${field} (${name}) with wire type 2, found wire type ${wireType}`);
    }
    return this.#value(wireType, end, onTheWay);
  }

  #value(wireType: number, end: number, onTheWay: boolean): boolean {
    if (wireType === wireBytes) {
      const length = this.#varint(end);
      if (length < 0) return false;
      if (length > end - this.#position) {
        return this.#fail(`expected at most ${end - this.#position} more bytes, found a length of ${length}`);
      }
      if (!onTheWay) {
        this.#position += length;
      } else if (this.#level === 2) {
        this.spanCount++;
        this.#position += length;
      } else {
        this.#level++;
        this.#ends[this.#level] = this.#position + length;
      }
      return true;
    }
    if (wireType === wireVarint) return this.#varint(end) >= 0;
    if (wireType !== wireFixed64 && wireType !== wireFixed32) {
      return this.#fail(`expected wire type 0, 1, 2 or 5, found ${wireType}`);
    }
    const size = wireType === wireFixed64 ? 8 : 4;
    if (size > end - this.#position) {
      return this.#fail(`expected ${size} bytes of a fixed-size value, found ${end - this.#position}`);
    }
    this.#position += size;
    return true;
  }

  /**
   * Reads one varint that ends before `end`; -1 when it can't be. Values above 2^53 lose low bits, which is all the
   * same here: as a length they are too large, and other values aren't used.
   */
  #varint(end: number): number {
    const bytes = this.#bytes;
    let position = this.#position;
    let value = 0;
    let factor = 1;
    const limit = Math.min(end, position + 10);
    while (position < limit) {
      const byte = bytes[position++]!;
      if (byte < 0x80) {
        this.#position = position;
        return value + byte * factor;
      }
      value += (byte - 0x80) * factor;
      factor *= 0x80;
    }
    this.#fail(end - this.#position < 10 ? "a varint is cut off" : "a varint is longer than ten bytes");
    return -1;
  }

  #fail(text: string): boolean {
    this.problem = `${levels[this.#level]!.message}: ${text}`;
    return false;
  }
}
