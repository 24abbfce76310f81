import { type ErrorCode, errorCatalog } from "./error-catalog.ts";

export interface SpandockErrorOptions {
  /** What failed: which plugin, file or key; what was expected and what was found. */
  readonly message: string;
  /** What to do about it, when the catalogue's general answer can be made more exact. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** An error that a user can act on: a code of the catalogue, what failed, and how to mend it. */
export class SpandockError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;

  constructor(code: ErrorCode, options: SpandockErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SpandockError";
    this.code = code;
    this.fix = options.fix ?? errorCatalog[code].fix;
  }
}

/** Several problems found in one go: every problem of a config, not only the first. */
export class SpandockErrors extends Error {
  readonly errors: readonly SpandockError[];

  constructor(errors: readonly SpandockError[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.name = "SpandockErrors";
    this.errors = errors;
  }
}
