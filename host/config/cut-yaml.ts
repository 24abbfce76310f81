import { isScalar, type Node } from "yaml";

/** A place in the text that gets another text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Cuts a node out of a YAML text such that the cut reads as the same value on its own: verbatim, with its comments,
 * indented as if it stood at the margin. `edits` lie within the node, in ascending order.
 */
export function cutYaml(text: string, node: Node, edits: readonly TextEdit[]): string {
  const [from = 0, to = 0] = node.range ?? [];
  const isBlock = !isScalar(node) && !(node as { flow?: boolean }).flow;
  const column = from - lineStart(text, from);
  if (!isBlock) return dedent(applyEdits(text, from, to, edits), indentOfLine(text, from), false);
  const start = startWithComments(text, from);
  const end = endWithComments(text, to, column);
  // A block that begins in mid-line (`- a: 1`) is as deep as its first key.
  const margin = start === from ? " ".repeat(column) : "";
  return dedent(margin + applyEdits(text, start, end, edits), column, true);
}

/** The text from `start` to `end` with the edits made. */
export function applyEdits(text: string, start: number, end: number, edits: readonly TextEdit[]): string {
  let result = "";
  let at = start;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

function indentOfLine(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return /^ */.exec(text.slice(start, offset))![0].length;
}

const blankOrComment = /^[ \t]*(?:#[^\n]*)?\r?\n?$/;

/** Comment lines right above the first key belong to it. */
function startWithComments(text: string, from: number): number {
  let start = lineStart(text, from);
  if (text.slice(start, from).trim() !== "") return from;
  let kept = start;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const line = text.slice(above, start);
    if (!blankOrComment.test(line)) break;
    if (line.trim() !== "") kept = above;
    start = above;
  }
  return kept;
}

/** The comment behind the last value belongs to it, and so do comment lines below that are indented as deep. */
export function endWithComments(text: string, to: number, column: number): number {
  const rest = text.slice(to, lineEnd(text, to));
  if (to !== lineStart(text, to) && !blankOrComment.test(rest)) return to;
  let kept = to === lineStart(text, to) ? to : lineEnd(text, to);
  for (let start = kept; start < text.length; ) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end);
    if (!blankOrComment.test(line)) break;
    if (line.trim() !== "" && /^ */.exec(line)![0].length < column) break;
    if (line.trim() !== "") kept = end;
    start = end;
  }
  return kept;
}

/** At the margin, these mean something else than the text that they are. */
const marker = /^(?:---|\.\.\.|%|\ufeff)/m;

/**
 * Takes `depth` spaces from the front of each line, of the first one too where it has its margin. Nothing is taken
 * when a line with content has fewer (the continuation of a quoted text may), or would then be read as a marker.
 */
function dedent(text: string, depth: number, withFirst: boolean): string {
  const [first = "", ...rest] = text.split("\n");
  const lines = withFirst ? [first, ...rest] : rest;
  const indents = lines.map((line) => /^ */.exec(line)![0].length);
  const moved = lines.map((line, index) => line.slice(Math.min(depth, indents[index]!)));
  const result = (withFirst ? moved : [first, ...moved]).join("\n");
  const tooFew = lines.some((line, index) => indents[index]! < depth && !blankOrComment.test(line));
  if (!tooFew && !marker.test(result)) return result;
  return withFirst ? text : ` ${text}`;
}
