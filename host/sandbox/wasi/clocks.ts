import type { Clock } from "../../contract/index.ts";
import { Pollable } from "./io/pollable.ts";
import type { WakeSignal } from "./io/wake-signal.ts";

const nanosPerMilli = 1_000_000;

/** `wasi:clocks/wall-clock.datetime`. */
export interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/** `wasi:clocks/wall-clock`: what the host's clock says, to the millisecond. */
export function createWallClock(clock: Clock) {
  return {
    now(): Datetime {
      const millis = Math.max(0, clock.now());
      return {
        seconds: BigInt(Math.floor(millis / 1000)),
        nanoseconds: Math.floor((millis % 1000) * nanosPerMilli),
      };
    },
    resolution: (): Datetime => ({ seconds: 0n, nanoseconds: nanosPerMilli }),
  };
}

/** `wasi:clocks/monotonic-clock`; its pollables sleep on `signal`. Instants are nanoseconds. */
export function createMonotonicClock(clock: Clock, signal: WakeSignal) {
  const now = (): bigint => BigInt(Math.floor(clock.monotonic() * nanosPerMilli));
  const subscribeInstant = (instant: bigint): Pollable => {
    const remainingMillis = (): number => Number(instant - now()) / nanosPerMilli;
    return new Pollable({ ready: () => now() >= instant, remainingMillis }, signal);
  };
  return {
    now,
    resolution: () => 1000n,
    subscribeInstant,
    subscribeDuration: (nanos: bigint) => subscribeInstant(now() + nanos),
  };
}
