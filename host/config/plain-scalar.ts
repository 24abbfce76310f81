/** What a scalar of YAML can be, once read. */
export type ScalarValue = string | number | boolean | null;

const nothing = /^(?:~|null|Null|NULL|)$/;
const yes = /^(?:true|True|TRUE)$/;
const no = /^(?:false|False|FALSE)$/;
const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const octal = /^0o[0-7]+$/;
const hexadecimal = /^0x[0-9a-fA-F]+$/;
const infinity = /^([-+]?)\.(?:inf|Inf|INF)$/;
const notANumber = /^\.(?:nan|NaN|NAN)$/;

/** The value of an unquoted scalar by the core schema of YAML 1.2.2 (https://yaml.org/spec/1.2.2/#1032-tag-resolution). */
export function plainScalarValue(text: string): ScalarValue {
  if (nothing.test(text)) return null;
  if (yes.test(text)) return true;
  if (no.test(text)) return false;
  if (decimal.test(text) || octal.test(text) || hexadecimal.test(text)) return Number(text);
  const sign = infinity.exec(text)?.[1];
  if (sign !== undefined) return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return notANumber.test(text) ? Number.NaN : text;
}

/** Writes a text as a double-quoted YAML scalar on one line, which reads back as exactly that text. */
export function quoteScalar(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
