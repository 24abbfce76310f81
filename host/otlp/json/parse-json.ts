import { JsonProblem, longIntegerMark } from "./json-problem.ts";

/** Arrays and objects inside each other. OTLP itself needs about ten, each nested attribute value three more. */
export const maxJsonDepth = 100;

/**
 * Arrays, objects and commas of one body: `JSON.parse` takes up to 60 bytes of heap for each, so that 64 MiB of
 * `{},{},…` would end the process. Real spans of that size have fewer.
 */
export const maxJsonValues = 8 * 1024 * 1024;

/**
 * Parses UTF-8 JSON as RFC 8259 has it (a byte order mark is skipped; of equal keys the last one counts), with
 * bounds on depth and number of values that are checked before anything is built. Integers of 16 digits and more
 * come as strings with `longIntegerMark` in front, exact to the last digit. Throws `JsonProblem`.
 */
export function parseJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  const protectedText = protectLongIntegers(text);
  try {
    return JSON.parse(protectedText);
  } catch {
    throw new JsonProblem("", `expected JSON, found: ${syntaxProblem(text)}`);
  }
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new JsonProblem("", "expected UTF-8 text, found other bytes");
  }
}

/** One pass over everything outside strings: counts depth and values, and puts long integers in quotes. */
function protectLongIntegers(text: string): string {
  let protectedText = "";
  let copied = 0;
  let depth = 0;
  let values = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      index = endOfString(text, index);
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxJsonDepth) {
        throw new JsonProblem(
          "",
          `expected at most ${maxJsonDepth} nested values, found more at character ${index}`,
        );
      }
      values++;
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    } else if (code === 0x2c) {
      values++;
    } else if (code >= 0x30 && code <= 0x39) {
      const end = endOfNumber(text, index);
      const start = text.charCodeAt(index - 1) === 0x2d ? index - 1 : index;
      if (end - index >= 16 && /^-?[1-9]\d*$/.test(text.slice(start, end))) {
        protectedText += text.slice(copied, start) + JSON.stringify(longIntegerMark + text.slice(start, end));
        copied = end;
      }
      index = end - 1;
    }
    if (values > maxJsonValues) {
      throw new JsonProblem("", `expected at most ${maxJsonValues} values, found more`);
    }
  }
  return copied === 0 ? text : protectedText + text.slice(copied);
}

/** The index of the closing quote, or the end of the text. */
function endOfString(text: string, openingQuote: number): number {
  for (let quote = text.indexOf('"', openingQuote + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}

/** The index behind a run of the characters that numbers are made of. */
function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (isNumberCode(text.charCodeAt(end))) end++;
  return end;
}

/** `0`-`9`, `+`, `-`, `.`, `e`, `E`; false behind the end, where the code is NaN. */
function isNumberCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x2e ||
    (code | 0x20) === 0x65
  );
}

/**
 * V8's text for what is wrong, without the piece of the document in it; that piece serves to tell the place, where
 * V8 doesn't. The text as it came is parsed once more, so that positions are those of the sender.
 */
function syntaxProblem(text: string): string {
  const message = messageOfParsing(text);
  const [, what, snippet] =
    /^(.*?), (?:\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? [];
  if (what === undefined || snippet === undefined) return message;
  const first = text.indexOf(snippet);
  return first !== -1 && first === text.lastIndexOf(snippet) ? `${what} near character ${first}` : what;
}

function messageOfParsing(text: string): string {
  try {
    JSON.parse(text);
    return "another text";
  } catch (error) {
    return (error as SyntaxError).message;
  }
}
