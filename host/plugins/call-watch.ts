import type { Clock, Timer } from "../contract/index.ts";
import type { CallInHand, CallProgress } from "./worker/call-progress.ts";
import { type GuestCall, guestCalls } from "./worker/messages.ts";

export interface CallWatchOptions {
  readonly clock: Clock;
  readonly progress: CallProgress;
  /** How long each kind of call may take. */
  readonly limitMillis: (call: GuestCall) => number;
  /** A call has passed its limit. Called once; the watch is over then. */
  readonly onOvertime: (call: CallInHand) => void;
}

const shortestLookMillis = 5;
const longestLookMillis = 250;

/**
 * Looks at intervals at which call a worker is in. A call's time counts from the first look that sees it, so none
 * is ended early, however many were posted before it, and each at the latest two intervals (an interval is a twentieth
 * of the shortest limit, at most 250 ms) late.
 */
export class CallWatch {
  readonly #options: CallWatchOptions;
  readonly #intervalMillis: number;
  #timer: Timer | undefined;
  #seenSerial = 0;
  #seenAt = 0;

  constructor(options: CallWatchOptions) {
    this.#options = options;
    const shortest = Math.min(...guestCalls.map(options.limitMillis));
    this.#intervalMillis = Math.min(longestLookMillis, Math.max(shortestLookMillis, shortest / 20));
  }

  /** Begins to look, when it does not already. */
  start(): void {
    if (this.#timer === undefined) this.#look();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #look(): void {
    const { clock, progress, limitMillis, onOvertime } = this.#options;
    const inHand = progress.inHand;
    const now = clock.monotonic();
    if (inHand !== undefined) {
      if (inHand.serial !== this.#seenSerial) {
        this.#seenSerial = inHand.serial;
        this.#seenAt = now;
      }
      if (now - this.#seenAt >= limitMillis(inHand.call)) {
        this.stop();
        onOvertime(inHand);
        return;
      }
    }
    this.#timer = clock.after(this.#intervalMillis, () => this.#look());
  }
}
