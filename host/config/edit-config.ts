import {
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parse,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { applyEdits, endWithComments, lineEnd, lineStart, type TextEdit } from "./cut-yaml.ts";

/** One change to a config file's exporters. */
export type ConfigEdit =
  /** Writes or replaces what stands under the name, and names it in the pipeline unless it is to be left as it is. */
  | {
      readonly kind: "put";
      readonly name: string;
      readonly entry: string;
      readonly pipeline: "join" | "leave";
    }
  /** Takes it out of the pipeline and the exporters. */
  | { readonly kind: "remove"; readonly name: string }
  | { readonly kind: "enable"; readonly name: string }
  /** Takes it out of the pipeline only. */
  | { readonly kind: "disable"; readonly name: string };

const pipelineKeys = ["service", "pipelines", "traces", "exporters"];

/**
 * The config's text with one change made in it, and every other character as it was. Where the text is written in a
 * way that can't be cut into (`exporters` as a flow map, for example), the whole is written anew: comments and order
 * stay, spacing may not. The caller checks the result by parsing it.
 */
export function editConfig(text: string, edit: ConfigEdit): string {
  const root = parseDocument(text).contents;
  const edits: TextEdit[] = [];
  for (const make of [editExporters, editPipeline]) {
    const made = make(text, root, edit);
    if (made === "not possible") return rewriteConfig(text, edit);
    if (made !== undefined) edits.push(made);
  }
  edits.sort((a, b) => a.start - b.start);
  return applyEdits(text, 0, text.length, edits);
}

type Made = TextEdit | undefined | "not possible";

function editExporters(text: string, root: unknown, edit: ConfigEdit): Made {
  if (edit.kind === "enable" || edit.kind === "disable") return undefined;
  const map = valueAt(root, ["exporters"]);
  if (!isMap(map) || map.flow || map.items.length === 0) return "not possible";
  const pair = map.items.find(({ key }) => nameOf(key) === edit.name);
  const column = columnOf(text, map);
  if (column === undefined) return "not possible";
  if (edit.kind === "remove") return pair && removal(text, pair, column);
  const block = `${keyText(edit.name)}:\n${indented(edit.entry, column + 2)}`;
  if (pair === undefined) {
    const start = endOfPair(text, map.items.at(-1)!, column);
    const lineBreak = text[start - 1] === "\n" ? "" : "\n";
    return { start, end: start, text: `${lineBreak}${" ".repeat(column)}${block}` };
  }
  const start = rangeOf(pair.key)?.[0];
  return start === undefined ? "not possible" : { start, end: endOfPair(text, pair, column), text: block };
}

/** Whether the edit wants the name in the pipeline; undefined = as it is. */
export function wantedInPipeline(edit: ConfigEdit): boolean | undefined {
  if (edit.kind === "put") return edit.pipeline === "join" ? true : undefined;
  return edit.kind === "enable";
}

function editPipeline(text: string, root: unknown, edit: ConfigEdit): Made {
  const { name } = edit;
  const wanted = wantedInPipeline(edit);
  if (wanted === undefined) return undefined;
  const list = valueAt(root, pipelineKeys);
  if (!isSeq(list) || !list.items.every((item) => isScalar(item))) return "not possible";
  const names = list.items.map(nameOf);
  if (names.includes(name) === wanted) return undefined;
  const [start, end] = rangeOf(list) ?? [];
  if (start === undefined || end === undefined) return "not possible";
  if (list.flow) {
    if (/[#\n]/.test(text.slice(start, end))) return "not possible";
    const kept = wanted ? [...names, name] : names.filter((each) => each !== name);
    return { start, end, text: `[${kept.map((each) => keyText(each ?? "")).join(", ")}]` };
  }
  return wanted ? appendedItem(text, list, name) : removedItem(text, list, names.indexOf(name));
}

function appendedItem(text: string, list: YAMLSeq, name: string): Made {
  const last = rangeOf(list.items.at(-1));
  if (!last) return "not possible";
  const margin = text.slice(lineStart(text, last[0]), last[0]);
  if (!/^ *- +$/.test(margin)) return "not possible";
  const start = lineEnd(text, last[1]);
  const lineBreak = text[start - 1] === "\n" ? "" : "\n";
  return { start, end: start, text: `${lineBreak}${margin}${keyText(name)}\n` };
}

function removedItem(text: string, list: YAMLSeq, index: number): Made {
  const range = rangeOf(list.items[index]);
  if (!range) return "not possible";
  const start = lineStart(text, range[0]);
  if (!/^ *- +$/.test(text.slice(start, range[0]))) return "not possible";
  return { start, end: lineEnd(text, range[1]), text: "" };
}

/** The entry with the comment right above it. */
function removal(text: string, pair: Pair, column: number): Made {
  const from = rangeOf(pair.key)?.[0];
  if (from === undefined) return "not possible";
  let start = lineStart(text, from);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start);
    if (!new RegExp(`^ {${column}}#`).test(line)) break;
    start = above;
  }
  return { start, end: endOfPair(text, pair, column), text: "" };
}

/** Behind the last line of an entry, and of the comments that are indented like its inside. */
function endOfPair(text: string, pair: Pair, column: number): number {
  const end = rangeOf(pair.value)?.[1] ?? rangeOf(pair.key)?.[1] ?? text.length;
  const kept = endWithComments(text, end, column + 1);
  return kept === lineStart(text, kept) ? kept : lineEnd(text, kept);
}

/** How deep the map's keys stand; undefined when they don't stand at the begin of their lines. */
function columnOf(text: string, map: YAMLMap): number | undefined {
  const starts = map.items.map(({ key }) => rangeOf(key)?.[0] ?? -1);
  const margins = starts.map((start) => (start < 0 ? "?" : text.slice(lineStart(text, start), start)));
  return margins.every((margin) => /^ *$/.test(margin)) ? margins[0]!.length : undefined;
}

/** The entry as a block; JSON is turned into YAML, everything else stays as it was written. */
function indented(entry: string, depth: number): string {
  const block = entry.trimStart().startsWith("{") ? stringify(parse(entry)) : entry;
  const lines = block.replaceAll("\r\n", "\n").replace(/\n*$/, "").split("\n");
  return lines.map((line) => (line.trim() === "" ? "\n" : `${" ".repeat(depth)}${line}\n`)).join("");
}

function rewriteConfig(text: string, edit: ConfigEdit): string {
  const document = parseDocument(text);
  if (edit.kind === "put") {
    document.setIn(["exporters", edit.name], document.createNode(parse(edit.entry)));
  }
  if (edit.kind === "remove") document.deleteIn(["exporters", edit.name]);
  const list = document.getIn(pipelineKeys);
  if (isSeq(list)) {
    const index = list.items.findIndex((item) => nameOf(item) === edit.name);
    const wanted = wantedInPipeline(edit);
    if (wanted === true && index < 0) document.addIn(pipelineKeys, edit.name);
    if (wanted === false && index >= 0) document.deleteIn([...pipelineKeys, index]);
  }
  return document.toString({ lineWidth: 0 });
}

function valueAt(node: unknown, keys: readonly string[]): unknown {
  const [first, ...rest] = keys;
  if (first === undefined) return node;
  if (!isMap(node)) return undefined;
  return valueAt(node.items.find(({ key }) => nameOf(key) === first)?.value, rest);
}

const nameOf = (node: unknown) => (isScalar(node) ? String(node.source ?? node.value) : undefined);

const rangeOf = (node: unknown) =>
  (node as { readonly range?: [number, number, number] | null } | null)?.range;

/** A name that YAML would take for a number or the like is quoted. */
const keyText = (name: string) => (parse(name) === name ? name : JSON.stringify(name));
