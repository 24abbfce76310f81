import type { AnyValue, KeyValue } from "./trace-request.ts";

/** Values are strings, numbers, booleans, bytes, arrays and maps of these; of any other kind only the key is kept. */
export type Attributes = { readonly [key: string]: unknown };

/** Attributes as a program holds them, in OTLP's form, in their order; those that are `undefined` are left out. */
export function attributesToOtlp(attributes: Attributes): KeyValue[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key: wellFormed(key), value: valueToOtlp(value) }));
}

/** A value of no kind that OTLP has becomes one without content. */
function valueToOtlp(value: unknown): AnyValue {
  if (typeof value === "string") return { stringValue: wellFormed(value) };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return numberToOtlp(value);
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueToOtlp) } };
  if (typeof value !== "object" || value === null) return {};
  return { kvlistValue: { values: attributesToOtlp(value as Attributes) } };
}

/** The API has one kind of number: whole ones that a double holds exactly are integers, as the SDK's exporters do. */
function numberToOtlp(value: number): AnyValue {
  if (Number.isSafeInteger(value)) return { intValue: value };
  if (Number.isFinite(value)) return { doubleValue: value };
  return { doubleValue: String(value) as "NaN" | "Infinity" | "-Infinity" };
}

/** Protobuf texts are UTF-8, which has no half of a surrogate pair: U+FFFD stands for it. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
