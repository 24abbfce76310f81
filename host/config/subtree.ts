import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { ConfigSource } from "./config-source.ts";

/** A scalar that is a value, not a key, and the key path that leads to it. */
export interface SubtreeScalar {
  readonly scalar: Scalar;
  readonly path: string;
}

export interface Subtree {
  readonly scalars: readonly SubtreeScalar[];
  /** Whether an alias in it means an anchor that is written elsewhere, so that its text does not stand alone. */
  readonly needsOutside: boolean;
}

/** Looks through the nodes that are written below `root`, without following aliases. */
export function scanSubtree(root: Node, path: string, source: ConfigSource): Subtree {
  const scalars: SubtreeScalar[] = [];
  const inside = new Set<Node>();
  const targets: Node[] = [];
  const visit = (node: unknown, nodePath: string): void => {
    if (isAlias(node)) {
      const target = source.resolve(node);
      if (target) targets.push(target);
    } else if (isScalar(node) || isMap(node) || isSeq(node)) {
      // The anchor of the root itself stands before the text that is cut out.
      if (node !== root) inside.add(node);
    }
    if (isScalar(node)) scalars.push({ scalar: node, path: nodePath });
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${nodePath}[${index}]`);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (isScalar(key)) inside.add(key);
      else visit(key, nodePath);
      visit(value, `${nodePath}.${isScalar(key) ? String(key.value) : "?"}`);
    }
  };
  visit(root, path);
  return { scalars, needsOutside: targets.some((target) => !inside.has(target)) };
}

/** So many aliases may lead on to others; beyond it, counting would run out of stack. */
const maxAliasDepth = 1000;

/** How many values there are once every alias is written out; infinite where one contains itself or is too deep. */
export function countExpanded(root: Node, source: ConfigSource): number {
  const counts = new Map<Node, number>();
  const count = (written: unknown, depth: number): number => {
    const node = source.resolve(written);
    if (node === null) return 1;
    if (depth > maxAliasDepth) return Number.POSITIVE_INFINITY;
    const known = counts.get(node);
    if (known !== undefined) return known;
    counts.set(node, Number.POSITIVE_INFINITY);
    let sum = 1;
    if (isSeq(node)) for (const item of node.items) sum += count(item, depth + 1);
    if (isMap(node))
      for (const { key, value } of node.items) sum += count(key, depth + 1) + count(value, depth + 1);
    counts.set(node, sum);
    return sum;
  };
  return count(root, 0);
}
