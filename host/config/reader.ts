import type { ConfigPosition } from "./agent-config.ts";
import { type ConfigEntry, type ConfigValue, keyAt } from "./config-value.ts";

/**
 * Turns a value of the config file into something typed. Answers undefined after it has reported why it can't, so
 * that whoever asked goes on and finds the next problem.
 */
export interface Reader<T> {
  read(value: ConfigValue): T | undefined;
  /** The keys of a map, for the test that ties the schema to docs/config.md; of its items where it is a list. */
  readonly fields?: Fields;
}

export type Fields = Readonly<Record<string, Reader<unknown>>>;

/** The type that a reader makes. */
export type ReadBy<R> = R extends Reader<infer T> ? T : never;

/** A value with the place of its key, for checks that come when everything was read. */
export interface Located<T> {
  readonly value: T;
  readonly at: ConfigPosition;
  readonly path: string;
}

/** Makes something else of what `reader` read; `make` reports by itself when it answers undefined. */
export function mapped<A, B>(
  reader: Reader<A>,
  make: (raw: A, value: ConfigValue) => B | undefined,
): Reader<B> {
  return {
    ...(reader.fields && { fields: reader.fields }),
    read(value) {
      const raw = reader.read(value);
      return raw === undefined ? undefined : make(raw, value);
    },
  };
}

export function located<T>(reader: Reader<T>): Reader<Located<T>> {
  return mapped(reader, (read, value) => ({ value: read, at: keyAt(value), path: value.path }));
}

/** Hands a map's entry over with its key. */
export type EntryReader<T> = (entry: ConfigEntry) => T | undefined;
