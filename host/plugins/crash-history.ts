import type { CrashLoopOptions } from "../contract/index.ts";

const firstDelayMillis = 100;
const longestDelayMillis = 30_000;

/** What to do after a crash. */
export type AfterCrash =
  | { readonly kind: "restart"; readonly delayMillis: number }
  | { readonly kind: "crash-loop"; readonly delayMillis: number };

/** The crashes of one plugin within the window; times on a clock that never jumps. */
export class CrashHistory {
  readonly #options: CrashLoopOptions;
  #times: readonly number[] = [];

  constructor(options: CrashLoopOptions) {
    this.#options = options;
  }

  /** Notes a crash. The delay is 100 ms for a lone one, and doubles with each other in the window, up to 30 s. */
  record(nowMillis: number): AfterCrash {
    const { maxCrashes, windowMillis, pauseMillis } = this.#options;
    const recent = this.#times.filter((time) => nowMillis - time < windowMillis);
    this.#times = [...recent, nowMillis].slice(-maxCrashes);
    if (this.#times.length >= maxCrashes) return { kind: "crash-loop", delayMillis: pauseMillis };
    const delay = firstDelayMillis * 2 ** (this.#times.length - 1);
    return { kind: "restart", delayMillis: Math.min(longestDelayMillis, delay) };
  }

  clear(): void {
    this.#times = [];
  }
}
