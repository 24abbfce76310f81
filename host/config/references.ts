/** A `${…}` in a text of the config. */
export interface Reference {
  readonly kind: "env" | "secret" | "secret-file";
  /** The variable's name, or the file's path. */
  readonly name: string;
  /** What stands in when the variable is not set; only for `env`. */
  readonly fallback?: string;
  /** As it is written, `${` and `}` included. */
  readonly text: string;
}

/** A text in pieces: strings stand for themselves, with `$$` already turned into `$`. */
export type ReferencedText =
  | { readonly pieces: readonly (string | Reference)[] }
  /** The text of a `${…}` that is none of ours. */
  | { readonly unknown: string };

const body = /^env:([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$|^secret:(?:file:(.+)|([A-Za-z_][A-Za-z0-9_]*))$/;

/**
 * Finds the references in a text, in the notation of the OpenTelemetry Collector
 * (https://opentelemetry.io/docs/collector/configuration/#environment-variables): `${env:NAME}`,
 * `${env:NAME:-default}`, `$$` for a `$`; and our own `${secret:NAME}` and `${secret:file:PATH}`. They don't nest.
 */
export function parseReferences(text: string): ReferencedText {
  const pieces: (string | Reference)[] = [];
  let literal = "";
  let from = 0;
  for (const match of text.matchAll(/\$\$|\$\{[^}]*\}?/g)) {
    literal += text.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[0] === "$$") {
      literal += "$";
      continue;
    }
    const reference = parseReference(match[0]);
    if (!reference) return { unknown: match[0] };
    if (literal !== "") pieces.push(literal);
    literal = "";
    pieces.push(reference);
  }
  literal += text.slice(from);
  if (literal !== "" || pieces.length === 0) pieces.push(literal);
  return { pieces };
}

function parseReference(text: string): Reference | undefined {
  const match = text.endsWith("}") ? body.exec(text.slice(2, -1)) : null;
  if (!match || text.includes("${", 2)) return undefined;
  const [, env, fallback, file, secret] = match;
  if (env !== undefined) return { kind: "env", name: env, text, ...(fallback !== undefined && { fallback }) };
  return file !== undefined
    ? { kind: "secret-file", name: file, text }
    : { kind: "secret", name: secret ?? "", text };
}
