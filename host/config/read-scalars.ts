import { isScalar } from "yaml";
import { type ConfigValue, isNothing, reportValue } from "./config-value.ts";
import { plainScalarValue } from "./plain-scalar.ts";
import type { Reader } from "./reader.ts";
import { resolveScalar } from "./resolve-scalar.ts";

interface Read {
  /** What is written, with references filled in. */
  readonly text: string;
  /** A text that came from a reference may stand for a number; one that was written as text may not. */
  readonly typed: unknown;
}

function readScalar(value: ConfigValue, expected: string, secretsAllowed = false): Read | undefined {
  const { node, path, context } = value;
  if (!isScalar(node) || isNothing(value)) {
    reportValue(value, expected);
    return undefined;
  }
  const resolved = resolveScalar({ scalar: node, path, context, secretsAllowed });
  if (!resolved) return undefined;
  const { text, whole } = resolved;
  return { text, typed: whole ? plainScalarValue(text) : typeof node.value === "string" ? text : node.value };
}

/** A text that `parse` understands. Numbers and booleans are taken as they are written when that is set. */
export function parsed<T>(
  expected: string,
  parse: (text: string) => T | undefined,
  options: {
    readonly numbers?: boolean;
    readonly booleans?: boolean;
    readonly secretsAllowed?: boolean;
  } = {},
): Reader<T> {
  return {
    read(value) {
      const read = readScalar(value, expected, options.secretsAllowed);
      if (!read) return undefined;
      const written = isScalar(value.node) ? value.node : undefined;
      const isText = typeof written?.value === "string";
      const isTaken =
        (options.numbers && typeof written?.value === "number") ||
        (options.booleans && typeof written?.value === "boolean");
      const text = isText ? read.text : (written?.source ?? read.text);
      const result = isText || isTaken ? parse(text) : undefined;
      if (result === undefined) reportValue(value, expected);
      return result;
    },
  };
}

/** A text that is not empty. */
export function text(expected: string, options: { readonly secretsAllowed?: boolean } = {}): Reader<string> {
  return parsed(expected, (read) => (read === "" ? undefined : read), options);
}

export const boolean: Reader<boolean> = {
  read(value) {
    const read = readScalar(value, "true or false");
    if (!read) return undefined;
    if (typeof read.typed === "boolean") return read.typed;
    reportValue(value, "true or false");
    return undefined;
  },
};

export interface NumberRange {
  readonly min: number;
  readonly max?: number;
  /** What the number counts, for messages. */
  readonly unit?: string;
}

export function integer(range: NumberRange): Reader<number> {
  return numberWithin("a whole number", range, Number.isSafeInteger);
}

export function decimal(range: NumberRange): Reader<number> {
  return numberWithin("a number", range, Number.isFinite);
}

function numberWithin(kind: string, range: NumberRange, fits: (value: number) => boolean): Reader<number> {
  const { min, max = Number.MAX_SAFE_INTEGER, unit } = range;
  const bounds = range.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
  const expected = `${kind}${unit ? ` of ${unit}` : ""} ${bounds}`;
  return {
    read(value) {
      const read = readScalar(value, expected);
      if (!read) return undefined;
      const { typed } = read;
      if (typeof typed === "number" && fits(typed) && typed >= min && typed <= max) return typed;
      reportValue(value, expected);
      return undefined;
    },
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Reader<T> {
  return parsed(`${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`, (read) =>
    choices.find((choice) => choice === read),
  );
}
