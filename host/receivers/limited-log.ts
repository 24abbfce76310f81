import type { Clock, LogFields, Logger, LogLevel } from "../contract/index.ts";

const intervalMillis = 10_000;

/**
 * Keeps senders from filling the log: of each kind of line, one in ten seconds is written. The next one of the kind
 * tells in `suppressed` how many were left out before it.
 */
export class LimitedLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #kinds = new Map<string, { writtenAtMillis: number; suppressed: number }>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** `kind` is one of a small fixed set, never made of what a sender sent. */
  log(kind: string, level: LogLevel, message: string, fields: LogFields = {}): void {
    const now = this.#clock.monotonic();
    const last = this.#kinds.get(kind);
    if (last !== undefined && now - last.writtenAtMillis < intervalMillis) {
      last.suppressed++;
      return;
    }
    this.#kinds.set(kind, { writtenAtMillis: now, suppressed: 0 });
    const suppressed = last?.suppressed ?? 0;
    this.#logger.log(level, message, suppressed > 0 ? { ...fields, suppressed } : fields);
  }
}
