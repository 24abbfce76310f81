import { isAbsolute, resolve } from "node:path";
import type { Scalar } from "yaml";
import type { ConfigContext } from "./config-context.ts";
import { looksSecret } from "./looks-secret.ts";
import { parseReferences, type Reference } from "./references.ts";

/** A text of the config with its references filled in. */
export interface ResolvedScalar {
  readonly text: string;
  /** Whether the text differs from what is written: a reference, or `$$`. */
  readonly changed: boolean;
  /** Whether the scalar is one reference and nothing else, so that the value's own type may count. */
  readonly whole: boolean;
}

export interface ResolveScalarOptions {
  readonly scalar: Scalar;
  /** The key, for messages. */
  readonly path: string;
  readonly context: ConfigContext;
  /** `${secret:…}` is for the few places where the value never reaches a guest. */
  readonly secretsAllowed?: boolean;
}

/** Fills in the references of a text; what can't be filled in is reported, and the answer is undefined. */
export function resolveScalar(options: ResolveScalarOptions): ResolvedScalar | undefined {
  const { scalar, path, context } = options;
  const written = String(scalar.value);
  if (typeof scalar.value !== "string" || !written.includes("$")) {
    return { text: written, changed: false, whole: false };
  }
  const parsed = parseReferences(written);
  if ("unknown" in parsed) {
    context.problems.report({
      at: context.source.position(scalar.range?.[0] ?? 0),
      path,
      expected: "${env:NAME}, ${env:NAME:-default}, or $${ for a literal ${",
      found: parsed.unknown.slice(0, 60),
    });
    return undefined;
  }
  let text = "";
  for (const piece of parsed.pieces) {
    const value = typeof piece === "string" ? piece : lookUp(piece, options);
    if (value === undefined) return undefined;
    text += value;
  }
  const whole = parsed.pieces.length === 1 && typeof parsed.pieces[0] !== "string";
  return { text, changed: whole || text !== written, whole };
}

function lookUp(reference: Reference, options: ResolveScalarOptions): string | undefined {
  const { path, context, secretsAllowed = false } = options;
  if (reference.kind !== "env" && !secretsAllowed) {
    report(options, {
      expected: "no ${secret:…} here, for it is filled in only in headers under permissions.http",
      found: reference.text,
      fix: "Let the host add the secret as a header, or use ${env:NAME} if the plugin may know the value.",
    });
    return undefined;
  }
  const value =
    reference.kind === "secret-file" ? readSecret(reference, options) : context.env[reference.name];
  if (value === undefined && reference.kind !== "secret-file" && reference.fallback === undefined) {
    report(options, {
      code: "CONFIG_ENV_MISSING",
      expected: `the environment variable ${reference.name} to be set`,
      found: `${reference.text} without it`,
      ...(reference.kind === "secret" ? { fix: `Set the variable ${reference.name}.` } : {}),
    });
    return undefined;
  }
  if (value !== undefined && value !== "" && (reference.kind !== "env" || looksSecret(path))) {
    context.secrets.add(value);
  }
  return value ?? reference.fallback;
}

/** A secret's file, without the line break that editors put at the end. */
function readSecret(reference: Reference, options: ResolveScalarOptions): string | undefined {
  const { files, baseDir } = options.context;
  const path = isAbsolute(reference.name) ? reference.name : resolve(baseDir, reference.name);
  try {
    return Buffer.from(files.read(path))
      .toString("utf8")
      .replace(/\r?\n$/, "");
  } catch (cause) {
    const found = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : "none";
    report(options, { expected: `a readable file ${path}`, found });
    return undefined;
  }
}

function report(
  { scalar, path, context }: ResolveScalarOptions,
  problem: { code?: "CONFIG_ENV_MISSING"; expected: string; found: string; fix?: string },
): void {
  context.problems.report({ at: context.source.position(scalar.range?.[0] ?? 0), path, ...problem });
}
