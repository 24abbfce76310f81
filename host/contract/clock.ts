/** Time and timers as an option, so that tests set them. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds on a clock that never jumps. */
  monotonic(): number;
  /** Calls back once after `delayMillis`. Does not keep the process alive by itself. */
  after(delayMillis: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMillis, callback) {
    const handle = setTimeout(callback, delayMillis);
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};
