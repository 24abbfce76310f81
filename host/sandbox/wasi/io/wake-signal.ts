/** Longest real wait between two looks at the clock; a clock given by tests may run otherwise than the machine's. */
const maxWaitMillis = 60_000;

/**
 * The one word of memory on which the plugin's thread sleeps in `poll`. Another thread that has something for it
 * adds 1 to the word and notifies, so that nothing is missed between looking and sleeping.
 */
export class WakeSignal {
  readonly word = new Int32Array(new SharedArrayBuffer(4));

  /** To be read before looking at what is ready, and given to `wait`. */
  get sequence(): number {
    return Atomics.load(this.word, 0);
  }

  /** Sleeps until the word differs from `sequence`, at most `timeoutMillis`. May return early. */
  wait(sequence: number, timeoutMillis: number): void {
    Atomics.wait(this.word, 0, sequence, Math.min(timeoutMillis, maxWaitMillis));
  }

  /** Wakes the sleeper. */
  notify(): void {
    Atomics.add(this.word, 0, 1);
    Atomics.notify(this.word, 0);
  }
}
