import type { Capability } from "../../sandbox/index.ts";
import type { PluginReport, Tool } from "./inspect-plugin.ts";

/** What differs between two versions of a plugin. Plain data, fit for JSON. */
export interface PluginDiff {
  readonly sameFile: boolean;
  readonly sizeBytes: Change<number>;
  /** Undefined where it exports no version of the contract. */
  readonly contractVersion?: Change<string | undefined>;
  /** What the second one can do that the first one could not, each with the imports that are new. */
  readonly newCapabilities: readonly Capability[];
  readonly lostCapabilities: readonly Capability[];
  /** Imports of the second one alone, by their full names; those of `newCapabilities` too. */
  readonly newImports: readonly string[];
  readonly lostImports: readonly string[];
  readonly languages?: Change<readonly Tool[]>;
  readonly tools?: Change<readonly Tool[]>;
  /** Those whose size differs, the largest difference first; 0 bytes where one has no such section. */
  readonly sections: readonly ({ readonly name: string } & Change<number>)[];
}

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** Compares what `inspectPlugin` found in two files. */
export function compareReports(before: PluginReport, after: PluginReport): PluginDiff {
  const changed = <T>(a: T, b: T) => JSON.stringify(a) !== JSON.stringify(b);
  return {
    sameFile: before.digest === after.digest,
    sizeBytes: { before: before.sizeBytes, after: after.sizeBytes },
    ...(changed(before.contractVersion, after.contractVersion)
      ? { contractVersion: { before: before.contractVersion, after: after.contractVersion } }
      : {}),
    newCapabilities: without(after, before),
    lostCapabilities: without(before, after),
    newImports: after.imports.filter((name) => !before.imports.includes(name)),
    lostImports: before.imports.filter((name) => !after.imports.includes(name)),
    ...(changed(before.languages, after.languages)
      ? { languages: { before: before.languages, after: after.languages } }
      : {}),
    ...(changed(before.tools, after.tools) ? { tools: { before: before.tools, after: after.tools } } : {}),
    sections: sectionChanges(before, after),
  };
}

/** The capabilities of `one` that `other` has not, whatever the versions of its interfaces are. */
function without(one: PluginReport, other: PluginReport): Capability[] {
  return one.capabilities.filter(({ name }) => !other.capabilities.some((each) => each.name === name));
}

function sectionChanges(before: PluginReport, after: PluginReport): PluginDiff["sections"] {
  const names = new Set([...before.sections, ...after.sections].map(({ name }) => name));
  const bytesOf = ({ sections }: PluginReport, name: string) =>
    sections.find((section) => section.name === name)?.bytes ?? 0;
  const difference = (change: Change<number>) => Math.abs(change.after - change.before);
  return [...names]
    .map((name) => ({ name, before: bytesOf(before, name), after: bytesOf(after, name) }))
    .filter((change) => difference(change) > 0)
    .sort((a, b) => difference(b) - difference(a));
}
