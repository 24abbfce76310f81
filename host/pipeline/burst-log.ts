import type { Clock, LogFields, Logger, LogLevel } from "../contract/index.ts";

export interface BurstLogOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** After a line, further ones are only counted for this long. */
  readonly quietMillis?: number;
}

/**
 * One line for a burst of the same trouble: the first is written, those that follow are counted, and the count
 * stands as `suppressed` on the next line written. Use one for each kind of trouble.
 */
export class BurstLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #quietMillis: number;
  #quietUntilMillis = Number.NEGATIVE_INFINITY;
  #suppressed = 0;

  constructor({ logger, clock, quietMillis = 10_000 }: BurstLogOptions) {
    this.#logger = logger;
    this.#clock = clock;
    this.#quietMillis = quietMillis;
  }

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    const nowMillis = this.#clock.monotonic();
    if (nowMillis < this.#quietUntilMillis) {
      this.#suppressed += 1;
      return;
    }
    this.#quietUntilMillis = nowMillis + this.#quietMillis;
    const suppressed = this.#suppressed > 0 ? { suppressed: this.#suppressed } : {};
    this.#suppressed = 0;
    this.#logger.log(level, message, { ...fields, ...suppressed });
  }
}
