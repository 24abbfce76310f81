import { SpandockError, SpandockErrors } from "../contract/index.ts";

/** The errors in what was thrown; anything unexpected is a defect of ours. */
export function errorsOf(thrown: unknown): readonly SpandockError[] {
  if (thrown instanceof SpandockErrors) return thrown.errors;
  if (thrown instanceof SpandockError) return [thrown];
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return [new SpandockError("INTERNAL", { message: text, cause: thrown })];
}

/** `error[CODE]: what failed`, and the way out on a line of its own. */
export function formatError(error: SpandockError): string {
  // Parts of a message may come from a plugin: no line of it may pass for one of ours.
  const message = error.message.replaceAll(/\n(?! )/g, "\n    ");
  return `error[${error.code}]: ${message}\n  fix: ${error.fix}\n`;
}

/** The same for a program: one JSON object. */
export function formatErrorsAsJson(errors: readonly SpandockError[]): string {
  return `${JSON.stringify({ errors: errors.map(({ code, message, fix }) => ({ code, message, fix })) })}\n`;
}
