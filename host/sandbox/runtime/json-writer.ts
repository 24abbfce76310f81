/** Bounds of a value that `writeJson` accepts. */
export interface JsonBounds {
  readonly maxDepth: number;
  /** Scalars, lists and maps together. */
  readonly maxValues: number;
  /** Of the text, in UTF-16 units. */
  readonly maxLength: number;
}

/**
 * Writes a tree of plain values as JSON; 64-bit integers as numbers with all their digits. Values that are shared
 * (YAML aliases) are written at each place, so that the bounds are on what comes out, not on what is held.
 *
 * @throws Error with a text for the operator when a bound is passed, or a number has no JSON form.
 */
export function writeJson(value: unknown, { maxDepth, maxValues, maxLength }: JsonBounds): string {
  const parts: string[] = [];
  let values = 0;
  let length = 0;

  const put = (part: string): void => {
    length += part.length;
    if (length > maxLength) throw new Error(`its JSON form is longer than ${maxLength} characters`);
    parts.push(part);
  };

  const write = (item: unknown, depth: number): void => {
    if (depth > maxDepth) throw new Error(`it is nested deeper than ${maxDepth} levels`);
    values += 1;
    if (values > maxValues) throw new Error(`it holds more than ${maxValues} values`);
    if (Array.isArray(item)) {
      put("[");
      for (const [index, element] of item.entries()) {
        if (index > 0) put(",");
        write(element, depth + 1);
      }
      put("]");
    } else if (typeof item === "object" && item !== null) {
      put("{");
      for (const [index, [key, element]] of Object.entries(item).entries()) {
        put(`${index > 0 ? "," : ""}${JSON.stringify(key)}:`);
        write(element, depth + 1);
      }
      put("}");
    } else {
      put(scalar(item));
    }
  };

  write(value, 1);
  return parts.join("");
}

function scalar(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${value} has no form in JSON`);
  return JSON.stringify(value) ?? "null";
}
