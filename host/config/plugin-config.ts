import { isMap, isScalar, isSeq, type Node, type Scalar, stringify } from "yaml";
import type { ConfigType, PluginConfig } from "../contract/index.ts";
import { type ConfigValue, isNothing, keyAt } from "./config-value.ts";
import { applyEdits, cutYaml, type TextEdit } from "./cut-yaml.ts";
import { plainScalarValue, quoteScalar, type ScalarValue } from "./plain-scalar.ts";
import type { Reader } from "./reader.ts";
import { type ResolvedScalar, resolveScalar } from "./resolve-scalar.ts";
import { countExpanded, type SubtreeScalar, scanSubtree } from "./subtree.ts";

const maxExpandedValues = 100_000;

/**
 * What a plugin gets of the config: the YAML text below `config`, as the user wrote it, with references filled in.
 * What is filled in is one scalar and stays one: it can't add keys, whatever the environment holds.
 */
export const pluginConfig: Reader<PluginConfig> = {
  read(value) {
    const text = pluginConfigText(value);
    return text === undefined ? undefined : { blob: new TextEncoder().encode(text), type: "yaml" };
  },
};

/** A file that is a plugin's config as a whole: its text with references filled in, undefined when some can't be. */
export function wholeFileConfig(root: ConfigValue, type: ConfigType): PluginConfig | undefined {
  const { text } = root.context.source;
  const found = root.node === null ? noReferences : fillReferences(root.node, root);
  if (found === undefined) return undefined;
  return { blob: new TextEncoder().encode(applyEdits(text, 0, text.length, found.edits)), type };
}

/** The text for a plugin; empty when there is no value, undefined when something was reported. */
function pluginConfigText(value: ConfigValue): string | undefined {
  const { context, node } = value;
  if (node === null || isNothing(value)) return "";
  const found = fillReferences(node, value);
  if (found === undefined) return undefined;
  return found.needsOutside
    ? rewritten(value, found.filled)
    : cutYaml(context.source.text, node, found.edits);
}

interface FilledReferences {
  readonly edits: readonly TextEdit[];
  readonly filled: ReadonlyMap<Node, ResolvedScalar>;
  readonly needsOutside: boolean;
}

const noReferences: FilledReferences = { edits: [], filled: new Map(), needsOutside: false };

function fillReferences(node: Node, value: ConfigValue): FilledReferences | undefined {
  const { context, path } = value;
  const { source, problems } = context;
  const expanded = countExpanded(node, source);
  if (expanded > maxExpandedValues) {
    const expected = `at most ${maxExpandedValues} values once every alias is written out`;
    const found = Number.isFinite(expanded) ? String(expanded) : "aliases without end";
    problems.report({ at: keyAt(value), path, expected, found });
    return undefined;
  }
  const before = problems.count;
  const { scalars, needsOutside } = scanSubtree(node, path, source);
  const edits: TextEdit[] = [];
  const filled = new Map<Node, ResolvedScalar>();
  for (const each of scalars) {
    const resolved = resolveScalar({ ...each, context });
    if (!resolved?.changed) continue;
    filled.set(each.scalar, resolved);
    edits.push(editOf(each, resolved, source.text));
  }
  return problems.count > before ? undefined : { edits, filled, needsOutside };
}

function editOf({ scalar }: SubtreeScalar, resolved: ResolvedScalar, source: string): TextEdit {
  const [start = 0, end = 0] = scalar.range ?? [];
  const lineBreak = source.slice(start, end).endsWith("\n") ? "\n" : "";
  return { start, end, text: writeScalar(scalar, resolved) + lineBreak };
}

function writeScalar(scalar: Scalar, resolved: ResolvedScalar): string {
  const typed = filledValue(scalar, resolved);
  if (typed === null) return "null";
  return typeof typed === "string" ? quoteScalar(typed) : resolved.text;
}

/** An unquoted scalar that is one reference takes the type of what is filled in; everything else stays a text. */
function filledValue({ type, tag }: Scalar, { text, whole }: ResolvedScalar): ScalarValue {
  return whole && type === "PLAIN" && tag === undefined ? plainScalarValue(text) : text;
}

/** Writes the value anew, for a text whose aliases mean anchors outside of it. Comments are lost. */
function rewritten(
  { context, node, path }: ConfigValue,
  filled: ReadonlyMap<Node, ResolvedScalar>,
): string | undefined {
  const made = new Map<Node, unknown>();
  const make = (written: unknown): unknown => {
    const each = context.source.resolve(written);
    if (each === null) return null;
    if (made.has(each)) return made.get(each);
    let value: unknown = null;
    if (isScalar(each)) {
      // A scalar that an alias led to was not among those of the subtree.
      const resolved = filled.get(each) ?? resolveScalar({ scalar: each, path, context });
      value = resolved?.changed ? filledValue(each, resolved) : each.value;
    } else if (isSeq(each)) value = each.items.map(make);
    else if (isMap(each)) value = new Map(each.items.map((item) => [make(item.key), make(item.value)]));
    made.set(each, value);
    return value;
  };
  const before = context.problems.count;
  const value = make(node);
  return context.problems.count > before ? undefined : stringify(value);
}
