import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { ConfigPosition } from "./agent-config.ts";
import type { ConfigContext } from "./config-context.ts";
import { looksSecret } from "./looks-secret.ts";

/** A value of the config file and where it stands. */
export interface ConfigValue {
  readonly context: ConfigContext;
  /** Never an alias, but what the alias stands for; null where a key has no value. */
  readonly node: Node | null;
  /** Such as `exporters.files.limits`; empty for the whole file. */
  readonly path: string;
  /** Offset of its key, or of itself where it has none. */
  readonly keyOffset: number;
}

export interface ConfigEntry extends ConfigValue {
  readonly key: string;
}

export function rootValue(context: ConfigContext): ConfigValue {
  return { context, node: context.source.root, path: "", keyOffset: context.source.root?.range?.[0] ?? 0 };
}

/** Where the value stands; where there is none, its key. */
export function valueAt(value: ConfigValue): ConfigPosition {
  const offset = isNothing(value) ? value.keyOffset : (value.node?.range?.[0] ?? value.keyOffset);
  return value.context.source.position(offset);
}

export function keyAt({ context, keyOffset }: ConfigValue): ConfigPosition {
  return context.source.position(keyOffset);
}

/** Whether the value was left out, as in `batch:`, or is null. */
export function isNothing({ node }: ConfigValue): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** The entries of a map in the order of the file; undefined when it is none. A key that is no scalar is reported. */
export function entriesOf(value: ConfigValue): readonly ConfigEntry[] | undefined {
  const { context, node, path } = value;
  if (!isMap(node)) return undefined;
  const entries: ConfigEntry[] = [];
  for (const item of node.items) {
    const keyNode = context.source.resolve(item.key);
    const keyOffset = keyNode?.range?.[0] ?? value.keyOffset;
    if (isScalar(keyNode)) {
      const key = String(keyNode.source ?? keyNode.value);
      const entryPath = path === "" ? key : `${path}.${key}`;
      entries.push({ context, node: context.source.resolve(item.value), path: entryPath, keyOffset, key });
    } else {
      const at = context.source.position(keyOffset);
      context.problems.report({ at, path, expected: "a name as key", found: "a list or map" });
    }
  }
  return entries;
}

/** Where a key stands, or the innermost of the keys above it that is written. */
export function placeOf(root: ConfigValue, keys: readonly string[]): ConfigPosition {
  const [first, ...rest] = keys;
  const entry = entriesOf(root)?.find(({ key }) => key === first);
  return entry === undefined ? keyAt(root) : placeOf(entry, rest);
}

/** The items of a list; undefined when it is none. */
export function itemsOf({ context, node, path, keyOffset }: ConfigValue): readonly ConfigValue[] | undefined {
  if (!isSeq(node)) return undefined;
  return node.items.map((item, index) => {
    const resolved = context.source.resolve(item);
    return {
      context,
      node: resolved,
      path: `${path}[${index}]`,
      keyOffset: resolved?.range?.[0] ?? keyOffset,
    };
  });
}

/** What was found, for a message. Shows neither secrets nor what a reference stands for. */
export function describeValue(value: ConfigValue): string {
  const { node, path } = value;
  if (isNothing(value)) return "nothing";
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  if (!isScalar(node)) return "something else";
  const written = String(node.value);
  if (looksSecret(path) && !/^\$\{[^}]*\}$/.test(written)) return `a ${typeof node.value}`;
  const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  return typeof node.value === "string" ? JSON.stringify(shown) : shown;
}

/** Reports that the value is not what was expected. */
export function reportValue(value: ConfigValue, expected: string, fix?: string): void {
  value.context.problems.report({
    at: valueAt(value),
    path: value.path,
    expected,
    found: describeValue(value),
    ...(fix !== undefined && { fix }),
  });
}
