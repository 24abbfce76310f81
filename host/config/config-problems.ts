import { type ErrorCode, SpandockError, SpandockErrors } from "../contract/index.ts";
import type { ConfigPosition } from "./agent-config.ts";

export interface ConfigProblem {
  /** CONFIG_INVALID when left out. */
  readonly code?: ErrorCode;
  readonly at: ConfigPosition;
  /** The key, such as `exporters.files.limits.memory`; empty for the file as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  /** How to mend it, when that is clearer than the code's general answer. */
  readonly fix?: string;
}

const maxShown = 100;

/** Collects everything that is wrong with one config file, so that the user meets all of it in one go. */
export class ConfigProblems {
  readonly #file: string;
  readonly #found: { readonly at: ConfigPosition; readonly error: SpandockError }[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  get count(): number {
    return this.#found.length;
  }

  report({ code = "CONFIG_INVALID", at, path, expected, found, fix }: ConfigProblem): void {
    const key = path === "" ? "" : `${path}: `;
    const message = `${this.place(at)}: ${key}expected ${expected}, found ${found}`;
    this.#found.push({
      at,
      error: new SpandockError(code, fix === undefined ? { message } : { message, fix }),
    });
  }

  /** `file:line:column`. */
  place({ line, column }: ConfigPosition): string {
    return `${this.#file}:${line}:${column}`;
  }

  /** Throws SpandockErrors with the problems in the order of the file, when there are any. */
  throwIfAny(): void {
    if (this.#found.length === 0) return;
    const sorted = this.#found.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
    const errors = sorted.slice(0, maxShown).map(({ error }) => error);
    const more = sorted.length - errors.length;
    if (more > 0) {
      errors.push(
        new SpandockError("CONFIG_INVALID", { message: `${this.#file}: and ${more} more problems` }),
      );
    }
    throw new SpandockErrors(errors);
  }
}
