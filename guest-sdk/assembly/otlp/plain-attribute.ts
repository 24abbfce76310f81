/** `string_value` of an `AnyValue`. */
export const textTag: u32 = 10;
/** `bool_value` */
export const flagTag: u32 = 16;
/** `int_value` */
export const integerTag: u32 = 24;
/** `double_value` */
export const doubleTag: u32 = 33;

/**
 * Attributes as all SDKs write them: a `KeyValue` shorter than 128 bytes that holds its key, then its value, and
 * nothing else, where the value is a text or a number. They are the bulk of most batches, and can be read without
 * looking at each field for what it may be. All others are read field by field.
 */
export class PlainAttribute {
  /** The address of the field inside the `AnyValue` of a plain attribute, of which there are 2 bytes at least; else 0. */
  @inline static value(from: usize, limit: usize): usize {
    const length = limit - from;
    // The shortest: tag and length of the key, and of the value, and of the value's text.
    if (length < 6 || length > 127) return 0;
    const head = <usize>load<u16>(from);
    const keyLength = head >> 8;
    if ((head & 0xff) != 10 || keyLength > length - 6) return 0;
    const value = from + 2 + keyLength;
    return <usize>load<u16>(value) == (18 | ((limit - value - 2) << 8)) ? value + 2 : 0;
  }

  /** The tag of that field, if it reaches to `limit` exactly, and is a text or a number; else 0. */
  @inline static tag(field: usize, limit: usize): u32 {
    const head = <u32>load<u16>(field);
    const tag = head & 0xff;
    if (tag == textTag) return <usize>(head >> 8) == limit - field - 2 ? tag : 0;
    if (tag == integerTag || tag == flagTag) return PlainAttribute.isVarint(field + 1, limit) ? tag : 0;
    return tag == doubleTag && limit - field == 9 ? tag : 0;
  }

  /** Whether the bytes are one varint, of 10 bytes at most. */
  @inline private static isVarint(from: usize, limit: usize): bool {
    let at = from;
    while (at < limit - 1 && load<u8>(at) >= 0x80) at++;
    return at == limit - 1 && load<u8>(at) < 0x80 && limit - from <= 10;
  }

  /** The number of a varint that was found to be one. */
  @inline static varint(from: usize, limit: usize): u64 {
    let value: u64 = 0;
    for (let shift: u64 = 0; from < limit; shift += 7) value |= (<u64>(load<u8>(from++) & 0x7f)) << shift;
    return value;
  }
}
