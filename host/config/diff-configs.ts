import { isDeepStrictEqual } from "node:util";
import type { AgentConfig } from "./agent-config.ts";

/** What a second config changes about the parts of one kind. */
export interface PartsDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly PartChange[];
}

export interface PartChange {
  readonly name: string;
  /** The fields that differ, such as `permissions` or `config`. */
  readonly fields: readonly string[];
}

export interface ConfigDiff {
  readonly receivers: PartsDiff;
  readonly exporters: PartsDiff;
  /** The fields of `service` that differ. */
  readonly service: readonly string[];
}

/**
 * What differs between two configs. Where a thing stands in its file does not count; nor does what a `.wasm` holds,
 * which only its bytes can tell.
 */
export function diffConfigs(before: AgentConfig, after: AgentConfig): ConfigDiff {
  return {
    receivers: diffParts(before.receivers, after.receivers),
    exporters: diffParts(before.exporters, after.exporters),
    service: differingFields(before.service, after.service),
  };
}

function diffParts(before: ReadonlyMap<string, object>, after: ReadonlyMap<string, object>): PartsDiff {
  const both = [...after.keys()].filter((name) => before.has(name));
  return {
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    changed: both
      .map((name) => ({ name, fields: differingFields(before.get(name) ?? {}, after.get(name) ?? {}) }))
      .filter(({ fields }) => fields.length > 0),
  };
}

/** The fields in which two configs of one part differ; where they stand does not count. */
export function differingFields(before: object, after: object): readonly string[] {
  const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].filter((field) => field !== "at" && !isDeepStrictEqual(a[field], b[field]));
}
