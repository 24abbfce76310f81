import { type LogFields, type Logger, type LogLevel, logLevels } from "../../contract/index.ts";
import type { DevEvent } from "./dev-event.ts";

export interface DevLogOptions {
  readonly emit: (event: DevEvent) => void;
  /** Lines of plugins below it are dropped; asked anew for each. */
  readonly level: () => LogLevel;
  /** Errors with a code reach the session by themselves just now. */
  readonly hasErrorsInHand: () => boolean;
}

/**
 * The log of an agent in development. What comes from or about one plugin is told from the config's level on: the
 * agent gives each a child with its exporter's name. Of the agent itself only warnings and errors are.
 */
export class DevLog implements Logger {
  readonly #options: DevLogOptions;
  readonly #base: LogFields;

  constructor(options: DevLogOptions, base: LogFields = {}) {
    this.#options = options;
    this.#base = base;
  }

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    const { emit, hasErrorsInHand } = this.#options;
    const { exporter, ...rest } = { ...this.#base, ...fields };
    const least = this.#base.exporter === undefined ? "warn" : this.#options.level();
    if (logLevels.indexOf(level) < logLevels.indexOf(least)) return;
    if (fields.code !== undefined && hasErrorsInHand()) return;
    emit({
      kind: "log",
      level,
      exporter: exporter === undefined ? undefined : String(exporter),
      message,
      fields: rest,
    });
  }

  child(fields: LogFields): Logger {
    return new DevLog(this.#options, { ...this.#base, ...fields });
  }
}
