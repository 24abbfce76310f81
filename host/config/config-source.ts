import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node } from "yaml";
import type { ConfigPosition } from "./agent-config.ts";
import type { ConfigProblems } from "./config-problems.ts";
import { maxYamlDepth, parseYamlDocument } from "./parse-yaml-document.ts";

/** As much as a ConfigMap of Kubernetes holds; beyond it, parsing would hold up the start for seconds. */
const maxConfigBytes = 1024 * 1024;

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
    problems.report({ at: { line: 1, column: 1 }, path: "", expected: "at most 1 MiB of YAML", found });
    return undefined;
  }
  // Unique keys are checked in indexNodes: the library's own check is quadratic in the number of keys.
  const parsed = parseYamlDocument(text, { lineCounter: lines, uniqueKeys: false });
  if (parsed.tooDeepAt !== undefined) {
    const at = position(parsed.tooDeepAt);
    const expected = `lists and maps nested at most ${maxYamlDepth} deep`;
    problems.report({ code: "CONFIG_SYNTAX", at, path: "", expected, found: "one that is deeper" });
    return undefined;
  }
  const { document } = parsed;
  if (document.errors.length > 0) {
    for (const problem of syntaxProblems(document.errors, text)) {
      problems.report({ ...problem, code: "CONFIG_SYNTAX", at: position(problem.offset), path: "" });
    }
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

interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

interface SyntaxProblem {
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  readonly fix?: string;
}

/** What the parser says of tokens that it finds where it has lost its way after a mistake before them. */
const lostTheWay = /^Unexpected \S+ (token in YAML stream|at node end)/;

function syntaxProblems(errors: readonly YamlError[], text: string): readonly SyntaxProblem[] {
  const own = errors.filter(({ message }, index) => index === 0 || !lostTheWay.test(message));
  return own.map(({ code, message, pos: [offset] }) => {
    if (code === "MULTIPLE_DOCS") {
      return { offset, expected: "one YAML document", found: "a second one after ---" };
    }
    const problem = { offset, expected: "valid YAML", found: `an error: ${message}` };
    // An unquoted `{` opens a map inside of [ ] and { }.
    const isReference = text.slice(Math.max(0, offset - 1), offset + 2).includes("${");
    return isReference ? { ...problem, fix: "Inside of [ ] and { }, put quotes around ${…}." } : problem;
  });
}

/** One walk in the order of the text: an alias means the last anchor of its name before it. */
function indexNodes(
  root: Node | null,
  position: (offset: number) => ConfigPosition,
  problems: ConfigProblems,
): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const visit = (node: unknown, path: string): void => {
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
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${path}[${index}]`);
    if (!isMap(node)) return;
    const seen = new Map<unknown, ConfigPosition>();
    for (const { key, value } of node.items) {
      visit(key, path);
      const name = isScalar(key) ? String(key.value) : "?";
      const keyPath = path === "" ? name : `${path}.${name}`;
      if (isScalar(key)) {
        const at = position(key.range?.[0] ?? 0);
        const first = seen.get(key.value);
        if (first) {
          const found = `${JSON.stringify(name)} a second time (first in line ${first.line})`;
          problems.report({ at, path: keyPath, expected: "each name once in a map", found });
        } else seen.set(key.value, at);
      }
      visit(value, keyPath);
    }
  };
  visit(root, "");
  return targets;
}
