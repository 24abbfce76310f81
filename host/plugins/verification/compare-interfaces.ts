import type { InstanceItem, Item } from "../../sandbox/index.ts";
import { equalItems } from "./equal-types.ts";
import { printItem } from "./print-wit.ts";

/** One function or type that is not the contract's. Both sides in WIT syntax. */
export interface TypeDifference {
  readonly name: string;
  readonly expected?: string;
  readonly found?: string;
}

export interface CompareInterfacesOptions {
  readonly expected: InstanceItem;
  readonly found: InstanceItem;
  /** Whether everything has to be there: so for exports. Of imports, toolchains leave out what is not used. */
  readonly complete: boolean;
  /** Where to stop. */
  readonly most: number;
}

/** What differs between two forms of one interface, types first: a function may differ only by a type it uses. */
export function compareInterfaces({
  expected,
  found,
  complete,
  most,
}: CompareInterfacesOptions): TypeDifference[] {
  const differences: TypeDifference[] = [];
  for (const [name, item] of typesFirst(found)) {
    const wanted = expected.items.get(name);
    if (differences.length >= most) break;
    if (wanted !== undefined && equalItems(wanted, item)) continue;
    differences.push({
      name,
      found: printItem(name, item, found),
      ...(wanted === undefined ? {} : { expected: printItem(name, wanted, expected) }),
    });
  }
  if (!complete) return differences;
  for (const [name, item] of typesFirst(expected)) {
    if (differences.length >= most) break;
    if (!found.items.has(name)) differences.push({ name, expected: printItem(name, item, expected) });
  }
  return differences;
}

function typesFirst({ items }: InstanceItem): (readonly [string, Item])[] {
  const entries = [...items];
  return [
    ...entries.filter(([, { kind }]) => kind === "type"),
    ...entries.filter(([, { kind }]) => kind !== "type"),
  ];
}

/** One difference as a line of a message. */
export function describeDifference({ expected, found }: TypeDifference): string {
  if (expected === undefined) return `found \`${found}\`, which is not in the contract`;
  if (found === undefined) return `expected \`${expected}\`, which is missing`;
  return `expected \`${expected}\`, found \`${found}\``;
}
