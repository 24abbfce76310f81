import { Field } from "../wire/field";
import { end, Range, rangeBytes, rangeHex, rangeText, start } from "../wire/range";
import { Attributes } from "./attributes";
import { View } from "./view";
import { repeatedIn, Views } from "./views";

/** What an `AnyValue` holds. */
export enum ValueKind {
  /** Nothing. */
  Empty,
  /** A text: `text`. */
  Text,
  /** True or false: `flag`. */
  Flag,
  /** A signed 64-bit number: `integer`. */
  Integer,
  /** A 64-bit floating point number: `double`. */
  Double,
  /** Values in order: `list`. */
  List,
  /** Values by key: `map`. */
  Map,
  /** A byte string: `bytes`. */
  Bytes,
}

/** An attribute's value (`opentelemetry.proto.common.v1.AnyValue`). Getters of another kind than `kind` give zeros. */
export class AnyValue extends View {
  /** What it holds, and which getter fits. */
  readonly kind: ValueKind;
  /** The number's bits; 0 or 1 for a flag. */
  readonly bits: u64;
  /** The bytes of a text, list, map or byte string. */
  readonly payload: Range;

  /** Reads the message that lies in these bytes. */
  constructor(message: Range) {
    super(message);
    const limit = end(message);
    for (let at = start(message); at < limit; ) {
      at = Field.read(at, limit);
      const kind = kindOf(Field.tag);
      if (kind == ValueKind.Empty) continue;
      this.kind = kind;
      this.bits = Field.value;
      this.payload = isPayload(kind) ? Field.payload : 0;
    }
  }

  /** The text; "" of another kind. */
  get text(): string {
    return this.kind == ValueKind.Text ? rangeText(this.payload) : "";
  }

  /** True or false; false of another kind. */
  get flag(): bool {
    return this.kind == ValueKind.Flag && this.bits != 0;
  }

  /** The whole number; 0 of another kind. */
  get integer(): i64 {
    return this.kind == ValueKind.Integer ? <i64>this.bits : 0;
  }

  /** The floating point number; 0 of another kind, of `Integer` too. */
  get double(): f64 {
    return this.kind == ValueKind.Double ? reinterpret<f64>(this.bits) : 0;
  }

  /** The elements; none of another kind. */
  get list(): Views<AnyValue> {
    const payload = this.kind == ValueKind.List ? this.payload : 0;
    return new Views<AnyValue>(payload, elementTag, repeatedIn(payload, elementTag));
  }

  /** The members by key; none of another kind. */
  get map(): Attributes {
    const payload = this.kind == ValueKind.Map ? this.payload : 0;
    return new Attributes(payload, elementTag, repeatedIn(payload, elementTag));
  }

  /** The byte string, as a copy that is yours; none of another kind. */
  get bytes(): Uint8Array {
    return rangeBytes(this.kind == ValueKind.Bytes ? this.payload : 0);
  }

  /** For people: texts and numbers as they are, lists in brackets, maps in braces, byte strings in hex. */
  toString(): string {
    switch (this.kind) {
      case ValueKind.Text:
        return this.text;
      case ValueKind.Flag:
        return this.flag ? "true" : "false";
      case ValueKind.Integer:
        return this.integer.toString();
      case ValueKind.Double:
        return this.double.toString();
      case ValueKind.List:
        return listText(this.list);
      case ValueKind.Map:
        return mapText(this.map);
      case ValueKind.Bytes:
        return "0x" + rangeHex(this.payload);
      default:
        return "";
    }
  }
}

/** Field 1 of `ArrayValue` and of `KeyValueList`. */
export const elementTag: u32 = 10;

/** The kind that a field of `AnyValue` stands for. */
export function kindOf(tag: u32): ValueKind {
  switch (tag) {
    case 10:
      return ValueKind.Text;
    case 16:
      return ValueKind.Flag;
    case 24:
      return ValueKind.Integer;
    case 33:
      return ValueKind.Double;
    case 42:
      return ValueKind.List;
    case 50:
      return ValueKind.Map;
    case 58:
      return ValueKind.Bytes;
    default:
      return ValueKind.Empty;
  }
}

function isPayload(kind: ValueKind): bool {
  return kind == ValueKind.Text || kind >= ValueKind.List;
}

function listText(list: Views<AnyValue>): string {
  const texts: string[] = [];
  for (let i = 0; i < list.length; i++) texts.push(list[i].toString());
  return "[" + texts.join(", ") + "]";
}

function mapText(map: Attributes): string {
  const texts: string[] = [];
  for (let i = 0; i < map.length; i++) {
    const member = map[i];
    texts.push(member.key + ": " + member.value.toString());
  }
  return "{" + texts.join(", ") + "}";
}
