import { type ConfigValue, entriesOf, isNothing, itemsOf, keyAt, reportValue } from "./config-value.ts";
import { nearestName } from "./nearest-name.ts";
import type { EntryReader, Fields, ReadBy, Reader } from "./reader.ts";

/** What `object` makes: every key may be missing, from the file or because it was wrong. */
export type ObjectOf<F extends Fields> = { readonly [K in keyof F]?: ReadBy<F[K]> };

export interface ObjectOptions<F extends Fields> {
  /** Keys that must be there, with what is expected under them. */
  readonly required?: Readonly<Partial<Record<keyof F, string>>>;
  /** What to tell someone who writes a key that is not ours, by key: where other agents have one. */
  readonly advice?: Readonly<Record<string, string>>;
}

/** A map with known keys. Nothing (`batch:`) is an empty one. */
export function object<F extends Fields>(fields: F, options: ObjectOptions<F> = {}): Reader<ObjectOf<F>> {
  return {
    fields,
    read(value) {
      const entries = isNothing(value) ? [] : entriesOf(value);
      if (entries === undefined) {
        reportValue(value, `a map with ${listed(Object.keys(fields))}`);
        return undefined;
      }
      const read: Record<string, unknown> = {};
      for (const entry of entries) {
        if (Object.hasOwn(fields, entry.key)) {
          const result = fields[entry.key]!.read(entry);
          if (result !== undefined) read[entry.key] = result;
        } else {
          reportUnknownKey(entry, entry.key, Object.keys(fields), options.advice ?? {});
        }
      }
      for (const [key, expected] of Object.entries(options.required ?? {})) {
        if (entries.some((entry) => entry.key === key)) continue;
        const { problems } = value.context;
        const path = value.path === "" ? key : `${value.path}.${key}`;
        problems.report({ at: keyAt(value), path, expected: String(expected), found: "no such key" });
      }
      return read as ObjectOf<F>;
    },
  };
}

function reportUnknownKey(
  value: ConfigValue,
  key: string,
  known: readonly string[],
  advice: Readonly<Record<string, string>>,
): void {
  const near = nearestName(key, known);
  const fix = Object.hasOwn(advice, key) ? advice[key] : near && `Write ${near} instead.`;
  value.context.problems.report({
    at: keyAt(value),
    path: value.path,
    expected: `one of the keys ${listed(known)}`,
    found: `the unknown key ${JSON.stringify(key)}`,
    ...(fix && { fix }),
  });
}

/** A map whose keys are the user's: `read` is called for each entry, and what it makes is kept under the key. */
export function entries<T>(expected: string, read: EntryReader<T>, fields?: Fields): Reader<Map<string, T>> {
  return {
    ...(fields && { fields }),
    read(value) {
      const found = isNothing(value) ? [] : entriesOf(value);
      if (found === undefined) {
        reportValue(value, expected);
        return undefined;
      }
      const made = new Map<string, T>();
      for (const entry of found) {
        const result = read(entry);
        if (result !== undefined) made.set(entry.key, result);
      }
      return made;
    },
  };
}

/** A list; items that are wrong are reported and left out. */
export function list<T>(expected: string, item: Reader<T>): Reader<readonly T[]> {
  return {
    ...(item.fields && { fields: item.fields }),
    read(value) {
      const items = itemsOf(value);
      if (items === undefined) {
        reportValue(value, `a list of ${expected}`);
        return undefined;
      }
      return items.map((each) => item.read(each)).filter((each) => each !== undefined);
    },
  };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
