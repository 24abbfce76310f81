import type { BackwardWriter } from "../backward-writer.ts";
import { isLongInteger } from "./json-problem.ts";
import type { ScalarType } from "./otlp-messages.ts";

interface ScalarRule {
  /** Of the protobuf encoding. */
  readonly wireType: 0 | 1 | 2 | 5;
  /** For the message of a refusal: "expected …". */
  readonly expected: string;
  /** The value that proto3 leaves out where a field has no presence of its own. */
  readonly zero: "" | 0 | false;
  /** Writes the value without its tag; false, with nothing written, when the JSON value doesn't fit. */
  readonly write: (writer: BackwardWriter, value: unknown) => boolean;
}

/**
 * The ProtoJSON mapping (https://protobuf.dev/programming-guides/json/) with OTLP's deviations
 * (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids in hex, enums only as integers. Numbers
 * may come as strings, as ProtoJSON has it; 64-bit integers are exact in both forms.
 */
export const scalarRules: Readonly<Record<ScalarType, ScalarRule>> = {
  string: {
    wireType: 2,
    expected: "a string",
    zero: "",
    write(writer, value) {
      if (typeof value !== "string" || isLongInteger(value)) return false;
      writer.string(value);
      return true;
    },
  },
  bytes: {
    wireType: 2,
    expected: "a base64 string",
    zero: "",
    write(writer, value) {
      if (typeof value !== "string" || !isBase64(value)) return false;
      writer.bytes(Buffer.from(value, "base64"));
      return true;
    },
  },
  traceId: hexRule(16),
  spanId: hexRule(8),
  bool: {
    wireType: 0,
    expected: "true or false",
    zero: false,
    write(writer, value) {
      if (typeof value !== "boolean") return false;
      writer.varint(value ? 1 : 0);
      return true;
    },
  },
  uint32: integerRule({
    wireType: 0,
    expected: "an integer from 0 to 2^32-1",
    min: 0n,
    max: 2n ** 32n - 1n,
    write: (writer, value) => writer.varint(Number(value)),
  }),
  fixed32: integerRule({
    wireType: 5,
    expected: "an integer from 0 to 2^32-1",
    min: 0n,
    max: 2n ** 32n - 1n,
    write: (writer, value) => writer.fixed32(Number(value)),
  }),
  enum: integerRule({
    wireType: 0,
    expected: "an enum value as integer",
    min: -(2n ** 31n),
    max: 2n ** 31n - 1n,
    numbersOnly: true,
    write: (writer, value) => writer.bigVarint(value),
  }),
  int64: integerRule({
    wireType: 0,
    expected: "an integer from -2^63 to 2^63-1, as number or string",
    min: -(2n ** 63n),
    max: 2n ** 63n - 1n,
    write: (writer, value) => writer.bigVarint(value),
  }),
  fixed64: integerRule({
    wireType: 1,
    expected: "an integer from 0 to 2^64-1, as number or string",
    min: 0n,
    max: 2n ** 64n - 1n,
    write: (writer, value) => writer.fixed64(value),
  }),
  double: {
    wireType: 1,
    expected: 'a number, "NaN", "Infinity" or "-Infinity"',
    zero: 0,
    write(writer, value) {
      const number = toDouble(value);
      if (number === undefined) return false;
      writer.double(number);
      return true;
    },
  },
};

function hexRule(sizeBytes: number): ScalarRule {
  return {
    wireType: 2,
    expected: `${sizeBytes * 2} hex digits, or an empty string`,
    zero: "",
    write(writer, value) {
      if (typeof value !== "string") return false;
      // Buffer stops at the first character that isn't a hex digit, so the length tells whether all were.
      const bytes = Buffer.from(value, "hex");
      if (value !== "" && (value.length !== sizeBytes * 2 || bytes.length !== sizeBytes)) return false;
      writer.bytes(bytes);
      return true;
    },
  };
}

interface IntegerRuleOptions {
  readonly wireType: 0 | 1 | 5;
  readonly expected: string;
  readonly min: bigint;
  readonly max: bigint;
  readonly numbersOnly?: boolean;
  readonly write: (writer: BackwardWriter, value: bigint) => void;
}

function integerRule({ wireType, expected, min, max, numbersOnly, write }: IntegerRuleOptions): ScalarRule {
  return {
    wireType,
    expected,
    zero: 0,
    write(writer, value) {
      if (numbersOnly && typeof value !== "number") return false;
      const integer = toInteger(value);
      if (integer === undefined || integer < min || integer > max) return false;
      write(writer, integer);
      return true;
    },
  };
}

/** At most 20 digits, as 2^64-1 has; a longer text isn't worth the time that a BigInt of its size takes. */
const integerText = /^-?\d{1,20}$/;

function toInteger(value: unknown): bigint | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== "string") return undefined;
  const digits = isLongInteger(value) ? value.slice(1) : value;
  return integerText.test(digits) ? BigInt(digits) : undefined;
}

const doubleText = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A number too large for a double is refused, as ProtoJSON has it. */
function toDouble(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  const digits = isLongInteger(value) ? value.slice(1) : value;
  const number = doubleText.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Both alphabets, padded or not. */
function isBase64(text: string): boolean {
  const withoutPadding = text.endsWith("==")
    ? text.length - 2
    : text.endsWith("=")
      ? text.length - 1
      : text.length;
  const isPadded = withoutPadding < text.length;
  if (isPadded ? text.length % 4 !== 0 : text.length % 4 === 1) return false;
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text);
}
