import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { ConfigPosition } from "./agent-config.ts";
import type { ConfigProblems } from "./config-problems.ts";

/** More than any config needs; beyond it, parsing would hold up the start for seconds. */
export const maxConfigBytes = 4 * 1024 * 1024;

/** One YAML text, parsed: nodes that know their place, and aliases that know their target. */
export interface ConfigSource {
  readonly text: string;
  readonly root: Node | null;
  /** YAML's own warnings, such as a tag that nobody knows. */
  readonly warnings: readonly { readonly at: ConfigPosition; readonly message: string }[];
  /** The place of an offset in `text`. */
  position(offset: number): ConfigPosition;
  /** The node itself, or what it is an alias of; null for nothing. */
  resolve(node: unknown): Node | null;
}

/**
 * Parses one YAML 1.2 document (https://yaml.org/spec/1.2.2/). Bad syntax, duplicate keys and unknown aliases are
 * reported to `problems`; the answer is undefined when what is left can't be trusted.
 */
export function parseConfigSource(text: string, problems: ConfigProblems): ConfigSource | undefined {
  const lines = new LineCounter();
  const position = (offset: number): ConfigPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (Buffer.byteLength(text) > maxConfigBytes) {
    const found = `${(Buffer.byteLength(text) / 1024 / 1024).toFixed(1)} MiB`;
    problems.report({ at: { line: 1, column: 1 }, path: "", expected: "at most 4 MiB of YAML", found });
    return undefined;
  }
  // Unique keys are checked in indexNodes: the library's own check is quadratic in the number of keys.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  if (document.errors.length > 0) {
    reportSyntax(document.errors, position, problems);
    return undefined;
  }
  if (document.directives?.yaml.version === "1.1") {
    problems.report({
      at: { line: 1, column: 1 },
      path: "",
      expected: "YAML 1.2",
      found: "the directive %YAML 1.1",
    });
  }
  const targets = indexNodes(document.contents, position, problems);
  return {
    text,
    root: document.contents,
    warnings: document.warnings.map(({ message, pos }) => ({ at: position(pos[0]), message })),
    position,
    resolve: (node) => (isAlias(node) ? (targets.get(node) ?? null) : ((node as Node | null) ?? null)),
  };
}

interface SyntaxError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

function reportSyntax(
  errors: readonly SyntaxError[],
  position: (offset: number) => ConfigPosition,
  problems: ConfigProblems,
): void {
  const deep = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  for (const { code, message, pos } of deep ? [deep] : errors) {
    const found = deep
      ? "lists or maps that are nested too deep"
      : code === "MULTIPLE_DOCS"
        ? "a second document after ---"
        : message;
    problems.report({
      code: "CONFIG_SYNTAX",
      at: position(pos[0]),
      path: "",
      expected: expectedBy(code),
      found,
    });
  }
}

function expectedBy(code: string): string {
  return code === "MULTIPLE_DOCS" ? "one YAML document" : "valid YAML";
}

/** One walk in the order of the text: an alias means the last anchor of its name before it. */
function indexNodes(
  root: Node | null,
  position: (offset: number) => ConfigPosition,
  problems: ConfigProblems,
): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const visit = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      else {
        const at = position(node.range?.[0] ?? 0);
        const expected = `an anchor &${node.source} before this place`;
        problems.report({
          code: "CONFIG_SYNTAX",
          at,
          path: "",
          expected,
          found: `*${node.source} without one`,
        });
      }
      return;
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isSeq(node)) node.items.forEach(visit);
    if (!isMap(node)) return;
    const seen = new Set<unknown>();
    for (const { key, value } of node.items) {
      visit(key);
      if (isScalar(key)) {
        const at = position(key.range?.[0] ?? 0);
        if (seen.has(key.value)) {
          const found = `"${String(key.value)}" a second time in one map`;
          problems.report({ at, path: "", expected: "each key once", found });
        }
        seen.add(key.value);
      }
      visit(value);
    }
  };
  visit(root);
  return targets;
}
