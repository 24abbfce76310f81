import type { BigIntStats } from "node:fs";
import { failure } from "./error-code.ts";
import type { NewTimestamp } from "./types.ts";

/**
 * Seconds for the `utimes` calls of `node:fs`, which take floating point numbers: a time of today comes out right to
 * about 0.2 µs.
 */
export interface Times {
  readonly accessSeconds: number;
  readonly modificationSeconds: number;
}

/** @throws WasiFailure `overflow` for a time that the host can't hold. */
export function timesOf(
  access: NewTimestamp,
  modification: NewTimestamp,
  current: () => BigIntStats,
  nowMillis: number,
): Times {
  const seconds = (time: NewTimestamp, nanosNow: () => bigint): number => {
    switch (time.tag) {
      case "no-change":
        return Number(nanosNow()) / 1e9;
      case "now":
        return nowMillis / 1000;
      case "timestamp":
        if (time.val.seconds > 0xffff_ffff_ffffn) throw failure("overflow");
        return Number(time.val.seconds) + time.val.nanoseconds / 1e9;
      default:
        return time satisfies never;
    }
  };
  return {
    accessSeconds: seconds(access, () => current().atimeNs),
    modificationSeconds: seconds(modification, () => current().mtimeNs),
  };
}
