import type { Clock } from "../../host/contract/index.ts";

/** A clock that stands still until it is moved. Timers fire in the order of their times. */
export class ManualClock implements Clock {
  #now = 1_000_000;
  /** How far the time of day is off from the clock that never jumps. */
  #offset = 0;
  #timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now + this.#offset;
  }

  /** Sets the time of day forward, or back; timers don't notice. */
  jump(millis: number): void {
    this.#offset += millis;
  }

  monotonic(): number {
    return this.#now;
  }

  after(delayMillis: number, callback: () => void) {
    const timer = { at: this.#now + delayMillis, callback };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** Moves on, and fires what falls due on the way. */
  advance(millis: number): void {
    const end = this.#now + millis;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = due.at;
      due.callback();
    }
    this.#now = end;
  }

  get pending(): number {
    return this.#timers.length;
  }
}
