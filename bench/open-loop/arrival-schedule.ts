export interface ArrivalScheduleOptions {
  readonly ratePerSecond: number;
  /** When the first one comes, in the clock of `takeDue`. */
  readonly startMillis: number;
  /** How many in all. */
  readonly amount: number;
}

/** Arrivals at a fixed rate: when each is due was settled before, whatever becomes of those before it. */
export class ArrivalSchedule {
  readonly #options: ArrivalScheduleOptions;
  readonly #stepMillis: number;
  #taken = 0;

  constructor(options: ArrivalScheduleOptions) {
    this.#options = options;
    this.#stepMillis = 1000 / options.ratePerSecond;
  }

  /** The moment of the next one; `undefined` after the last. */
  get nextMillis(): number | undefined {
    const { startMillis, amount } = this.#options;
    return this.#taken < amount ? startMillis + this.#taken * this.#stepMillis : undefined;
  }

  /** The moment of the next one when that has come, and goes on to the one after it. */
  takeDue(nowMillis: number): number | undefined {
    const next = this.nextMillis;
    if (next === undefined || next > nowMillis) return undefined;
    this.#taken++;
    return next;
  }
}
