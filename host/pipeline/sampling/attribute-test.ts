import { FieldCursor, lengthDelimitedType } from "../batching/index.ts";
import { doubleAt, hasBytes, varintAt } from "./wire-values.ts";

/**
 * `KeyValue.key` and `.value`; of `AnyValue` those that a text can stand for: `string_value`, `bool_value`,
 * `int_value`, `double_value` (https://github.com/open-telemetry/opentelemetry-proto, common/v1/common.proto).
 */
const keyField = 1;
const valueField = 2;
const stringField = 1;
const boolField = 2;
const intField = 3;
const doubleField = 4;

/** Looks for one attribute with one value, in place: nothing is decoded that does not have to be. */
export class AttributeTest {
  readonly #key: Uint8Array;
  readonly #text: Uint8Array;
  readonly #boolean: boolean | undefined;
  readonly #integer: bigint | undefined;
  readonly #double: number | undefined;

  /** `value` as it is written: `500` is the number as well as the text, `true` the boolean as well. */
  constructor(key: string, value: string) {
    const encoder = new TextEncoder();
    this.#key = encoder.encode(key);
    this.#text = encoder.encode(value);
    this.#boolean = value === "true" ? true : value === "false" ? false : undefined;
    this.#integer = /^-?\d{1,19}$/.test(value) ? BigInt(value) : undefined;
    this.#double = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : undefined;
  }

  /** Whether the `KeyValue` at `start…end` is it. */
  matches(bytes: Uint8Array, start: number, end: number): boolean {
    let isKey = false;
    let isValue = false;
    const cursor = new FieldCursor(bytes, start, end);
    while (cursor.next()) {
      if (cursor.wireType !== lengthDelimitedType) continue;
      if (cursor.number === keyField) {
        isKey = hasBytes(bytes, cursor.valueStart, cursor.end, this.#key);
        // Keys come first, as good as always, and most are others.
        if (!isKey) return false;
      } else if (cursor.number === valueField) {
        isValue = this.#isValue(bytes, cursor.valueStart, cursor.end);
      }
    }
    return isKey && isValue && !cursor.isMalformed;
  }

  #isValue(bytes: Uint8Array, start: number, end: number): boolean {
    let isValue = false;
    const cursor = new FieldCursor(bytes, start, end);
    while (cursor.next()) isValue = this.#isScalar(bytes, cursor);
    return isValue && !cursor.isMalformed;
  }

  #isScalar(bytes: Uint8Array, { number, wireType, valueStart, end }: FieldCursor): boolean {
    if (number === stringField && wireType === lengthDelimitedType)
      return hasBytes(bytes, valueStart, end, this.#text);
    if (number === boolField && wireType === 0)
      return (varintAt(bytes, valueStart, end) !== 0n) === this.#boolean;
    if (number === intField && wireType === 0)
      return BigInt.asIntN(64, varintAt(bytes, valueStart, end)) === this.#integer;
    return number === doubleField && wireType === 1 && doubleAt(bytes, valueStart) === this.#double;
  }
}
