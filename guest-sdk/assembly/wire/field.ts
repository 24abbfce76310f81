import { end, Range, range, start } from "./range";

/**
 * One protobuf field at a time. The last one read lies in the static members: an object for each field would be most
 * of the garbage of an export. They hold until the next `Field.read`: copy what outlives a nested message.
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding/
 *
 * ```ts
 * const limit = end(span.encoded);
 * for (let at = start(span.encoded); at < limit; ) {
 *   at = Field.read(at, limit);
 *   if (Field.tag == 42) Log.info(rangeText(Field.payload));
 * }
 * ```
 */
export class Field {
  /** Number and wire type as on the wire: `number << 3 | type`. */
  static tag: u32 = 0;
  /** The number of a varint or fixed field. */
  static value: u64 = 0;
  /** The payload of a length-delimited field. */
  static payload: Range = 0;
  /** What was wrong when `read` gave `Field.malformed`. */
  static problem: string = "";

  /** Ends every `while (at < limit)`. */
  static readonly malformed: usize = usize.MAX_VALUE;

  /** Reads the field at `at`, below `limit`. Gives the address of the next, or `malformed`. */
  @inline static read(at: usize, limit: usize): usize {
    if (limit - at >= 2) {
      // Nearly all fields of spans: a tag of one byte, and a payload that is shorter than 128.
      const head = <u32>load<u16>(at);
      const byteLength = <usize>(head >> 8);
      if ((head & 0x8087) == 2 && (head & 0x78) != 0 && byteLength <= limit - at - 2) {
        Field.tag = head & 0x7f;
        Field.payload = range(at + 2, at + 2 + byteLength);
        return at + 2 + byteLength;
      }
    }
    return Field.readAny(at, limit);
  }

  /**
   * @internal The address behind the field at `at` when it has this tag, one of a byte, and a payload shorter than 128
   * bytes, which begins at `at + 2`. Else 0: `read` tells what it is.
   */
  @inline static shortEnd(at: usize, limit: usize, tag: u32): usize {
    if (limit - at < 2) return 0;
    const head = <u32>load<u16>(at);
    const length = <usize>(head >> 8);
    return (head & 0x80ff) == tag && length <= limit - at - 2 ? at + 2 + length : 0;
  }

  private static readAny(at: usize, limit: usize): usize {
    let next = at + 1;
    let tag: u32 = at < limit ? load<u8>(at) : 0;
    if (tag < 8 || tag > 0x7f) {
      next = Field.varint(at, limit);
      if (next == Field.malformed) return next;
      if (Field.value > u32.MAX_VALUE || Field.value >> 3 == 0)
        return Field.fail("a field number is out of range");
      tag = <u32>Field.value;
    }
    Field.tag = tag;
    switch (tag & 7) {
      case 0:
        return Field.varint(next, limit);
      case 1: {
        if (limit - next < 8) return Field.fail("a fixed64 is cut off");
        Field.value = load<u64>(next);
        return next + 8;
      }
      case 2: {
        next = Field.varint(next, limit);
        if (next == Field.malformed) return next;
        if (Field.value > <u64>(limit - next)) return Field.fail("a length points past the end");
        const last = next + <usize>Field.value;
        Field.payload = range(next, last);
        return last;
      }
      case 3:
        return Field.group(next, limit, tag);
      case 5: {
        if (limit - next < 4) return Field.fail("a fixed32 is cut off");
        Field.value = load<u32>(next);
        return next + 4;
      }
      default:
        return Field.fail("an unknown wire type");
    }
  }

  /** Records a problem, and gives `malformed`. No tag equals the one that is left behind. */
  static fail(problem: string): usize {
    Field.tag = 0;
    Field.problem = problem;
    return Field.malformed;
  }

  private static varint(at: usize, limit: usize): usize {
    if (at < limit) {
      const first = load<u8>(at);
      if (first < 0x80) {
        Field.value = first;
        return at + 1;
      }
    }
    let value: u64 = 0;
    for (let shift: u64 = 0; shift < 70; shift += 7) {
      if (at >= limit) return Field.fail("a varint is cut off");
      const byte = load<u8>(at++);
      value |= (<u64>(byte & 0x7f)) << shift;
      if (byte < 0x80) {
        Field.value = value;
        return at;
      }
    }
    return Field.fail("a varint is longer than 10 bytes");
  }

  /** Skips a group, which OTLP has none of: an unknown field. Open groups are counted, not recursed into. */
  private static group(at: usize, limit: usize, tag: u32): usize {
    let open = 1;
    while (open > 0) {
      at = Field.varint(at, limit);
      if (at == Field.malformed) return at;
      const type = <u32>Field.value & 7;
      if (type == 3) open++;
      else if (type == 4) open--;
      else {
        at = Field.skipPayload(at, limit, type);
        if (at == Field.malformed) return at;
      }
    }
    Field.tag = tag;
    return at;
  }

  private static skipPayload(at: usize, limit: usize, type: u32): usize {
    if (type == 0) return Field.varint(at, limit);
    let byteLength: u64 = type == 1 ? 8 : type == 5 ? 4 : u64.MAX_VALUE;
    if (type == 2) {
      at = Field.varint(at, limit);
      if (at == Field.malformed) return at;
      byteLength = Field.value;
    }
    return byteLength > <u64>(limit - at) ? Field.fail("a group is cut off") : at + <usize>byteLength;
  }
}

/** The payload of the last field with this tag, as protobuf has it for fields that are not repeated. */
export function lastPayload(message: Range, tag: u32): Range {
  let found: Range = 0;
  const limit = end(message);
  for (let at = start(message); at < limit; ) {
    at = Field.read(at, limit);
    if (Field.tag == tag) found = Field.payload;
  }
  return found;
}
