/** Thrown inside this folder only; `encodeJson` turns it into a value. */
export class JsonProblem extends Error {
  /** Where: `resourceSpans[0].resource`, or empty for the whole body. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = "JsonProblem";
    this.path = path;
  }
}

/** What kind of value was found, without the value: it may be span data. */
export function describeJson(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") {
    return isLongInteger(value) ? "a number" : `a string of ${value.length} characters`;
  }
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * Integers of 16 digits and more would lose their last digits in `JSON.parse`. They are handed through it as
 * strings with this mark in front: half of a surrogate pair, which no valid UTF-8 text holds.
 */
export const longIntegerMark = "\ud800";
const longIntegerPattern = /^\ud800-?\d{16,}$/;

export function isLongInteger(value: string): boolean {
  return value.charCodeAt(0) === 0xd800 && longIntegerPattern.test(value);
}
