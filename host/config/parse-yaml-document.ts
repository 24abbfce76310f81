import {
  Composer,
  type CST,
  type Document,
  type LineCounter,
  type ParsedNode,
  Parser,
  YAMLParseError,
} from "yaml";

export const maxYamlDepth = 100;

export interface ParseYamlOptions {
  readonly lineCounter: LineCounter;
  readonly uniqueKeys: boolean;
}

export type ParsedYaml =
  | { readonly document: Document.Parsed<ParsedNode>; readonly tooDeepAt?: undefined }
  /** The offset of a list or map that is nested too deep. */
  | { readonly tooDeepAt: number };

/**
 * What `parseDocument` of the library does, with a look at the depth in between: the library's second half calls
 * itself for each level, and when the stack runs out while V8 compiles a regular expression, the process is gone.
 */
export function parseYamlDocument(text: string, options: ParseYamlOptions): ParsedYaml {
  const tokens = [...new Parser(options.lineCounter.addNewLine).parse(text)];
  const tooDeepAt = findTooDeep(tokens);
  if (tooDeepAt !== undefined) return { tooDeepAt };
  const composer = new Composer({ ...options, keepSourceTokens: false, prettyErrors: false });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error("the composer makes a document of any text");
  if (second !== undefined) {
    const place: [number, number] = [second.range[0], second.range[1]];
    document.errors.push(new YAMLParseError(place, "MULTIPLE_DOCS", "a second document after ---"));
  }
  return { document };
}

function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  const look = (token: CST.Token | null | undefined, depth: number): void => {
    if (token && ("items" in token || "value" in token)) open.push({ token, depth });
  };
  for (const token of tokens) look(token, 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > maxYamlDepth) return token.offset;
    if (token.type === "document") look(token.value, depth);
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) {
      look(key, depth + 1);
      look(value, depth + 1);
    }
  }
  return undefined;
}
