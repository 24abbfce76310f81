import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import { writeJson } from "./json-writer.ts";

/** Bounds that keep the parser inside the worker's heap and stack, whatever the guest hands over. */
const maxYamlLength = 1024 * 1024;
const maxTokens = 500_000;
const maxOpenTokens = 128;
const maxAliases = 100;
const bounds = { maxDepth: 100, maxValues: 200_000, maxLength: 4 * 1024 * 1024 } as const;

/** The contract's `yaml-to-json`: JSON text, or why not. */
export type YamlToJsonResult =
  | { readonly tag: "ok"; readonly val: string }
  | { readonly tag: "err"; readonly val: string };

/**
 * Parses one YAML 1.2 document (core schema) and writes it as JSON. Bounded in size, depth and aliases; unknown tags,
 * duplicate keys and a second document are errors. The text of an error names line and column where it has one.
 */
export function yamlToJson(text: string): YamlToJsonResult {
  const refuse = (reason: string): YamlToJsonResult => ({
    tag: "err",
    val: `the YAML can't be used: ${reason}`,
  });
  if (text.length > maxYamlLength) {
    return refuse(`it is ${text.length} characters long, more than ${maxYamlLength}`);
  }
  try {
    const yaml = loadYaml();
    const document = compose(yaml, text);
    const problem = document.errors[0] ?? document.warnings[0] ?? findDuplicateKey(yaml, document);
    if (problem !== undefined) return refuse(`${problem.message} ${place(text, problem.pos[0])}`);
    return { tag: "ok", val: writeJson(document.toJS({ maxAliasCount: maxAliases }), bounds) };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/**
 * Parses token by token and stops at a bound. The last step of the library recurses over what is nested: with 100,000
 * `- ` in a row it ends the whole process (not only the thread), so depth is counted before that step.
 */
function compose(yaml: typeof Yaml, text: string): Yaml.Document.Parsed {
  const parser = new yaml.Parser();
  const tokens: Yaml.CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new yaml.Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    lexemes += 1;
    if (lexemes > maxTokens) throw new Error(`it holds more than ${maxTokens} tokens`);
    if (parser.stack.length > maxOpenTokens) {
      throw new Error(`it is nested deeper than ${bounds.maxDepth} levels ${place(text, parser.offset)}`);
    }
  }
  tokens.push(...parser.end());
  // The library's own search for duplicate keys is quadratic: 60,000 keys take 26 s.
  const composer = new yaml.Composer({ prettyErrors: false, intAsBigInt: true, uniqueKeys: false });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (second !== undefined) throw new Error(`it holds a second document ${place(text, second.range[0])}`);
  return document as Yaml.Document.Parsed;
}

function findDuplicateKey(
  yaml: typeof Yaml,
  document: Yaml.Document.Parsed,
): { readonly message: string; readonly pos: readonly [number] } | undefined {
  let found: { readonly message: string; readonly pos: readonly [number] } | undefined;
  yaml.visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!yaml.isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = { message: "Map keys must be unique", pos: [key.range?.[0] ?? 0] };
          return yaml.visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `at line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** Loaded on first use, and then at once: the guest waits in the middle of its call. */
function loadYaml(): typeof Yaml {
  return createRequire(import.meta.url)("yaml") as typeof Yaml;
}
