import type { BigIntStats } from "node:fs";
import { failure } from "./error-code.ts";
import type { Entry, Folder } from "./folder.ts";

/** Where a path leads. Everything in it is borrowed for the time of `use`. */
export type Place =
  /** To a folder that the walk stands in: the base itself, or back through `..`. */
  | { readonly kind: "here"; readonly folder: Folder }
  | { readonly kind: "entry"; readonly parent: Folder; readonly name: string; readonly entry: Entry }
  | {
      readonly kind: "missing";
      readonly parent: Folder;
      readonly name: string;
      readonly mustBeDirectory: boolean;
    };

/**
 * What a place that is there is known by.
 *
 * @throws WasiFailure `no-entry`
 */
export function found(place: Place): BigIntStats {
  if (place.kind === "missing") throw failure("no-entry");
  return place.kind === "here" ? place.folder.stat() : place.entry.stat;
}

/**
 * The host path for a link that must not be there yet.
 *
 * @throws WasiFailure `exist` or `no-entry`
 */
export function newName(place: Place): string {
  if (place.kind !== "missing") throw failure("exist");
  if (place.mustBeDirectory) throw failure("no-entry");
  return place.parent.entryPath(place.name);
}
