import type { Clock, Timer } from "../../host/contract/index.ts";

interface Alarm {
  readonly atMillis: number;
  readonly callback: () => void;
}

/** Time that passes only by `advance`. */
export class FakeClock implements Clock {
  readonly #alarms = new Set<Alarm>();
  #nowMillis = 0;

  /** Timers that are set. */
  get pending(): number {
    return this.#alarms.size;
  }

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#nowMillis;
  }

  monotonic(): number {
    return this.#nowMillis;
  }

  after(delayMillis: number, callback: () => void): Timer {
    const alarm = { atMillis: this.#nowMillis + delayMillis, callback };
    this.#alarms.add(alarm);
    return { cancel: () => this.#alarms.delete(alarm) };
  }

  /** Lets time pass and whatever it sets off happen, promises included. */
  async advance(millis: number): Promise<void> {
    await settled();
    const endMillis = this.#nowMillis + millis;
    for (let next = this.#next(endMillis); next !== undefined; next = this.#next(endMillis)) {
      this.#alarms.delete(next);
      this.#nowMillis = Math.max(this.#nowMillis, next.atMillis);
      next.callback();
      await settled();
    }
    this.#nowMillis = endMillis;
    await settled();
  }

  #next(endMillis: number): Alarm | undefined {
    const due = [...this.#alarms].filter(({ atMillis }) => atMillis <= endMillis);
    return due.sort((a, b) => a.atMillis - b.atMillis)[0];
  }
}

/** Lets promises that are ready run on; a turn of the event loop comes after all of them. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
