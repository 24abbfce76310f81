import { monotonicClockNow, wallClockNow } from "../imports/system";

const datetime = memory.data(16, 8);

/** The time of day: nanoseconds since the Unix epoch. */
export function nowUnixNano(): u64 {
  wallClockNow(datetime);
  return load<u64>(datetime) * 1_000_000_000 + load<u32>(datetime, 8);
}

/** Nanoseconds on a clock that never jumps, since some moment: for the difference of two. */
export function monotonicNano(): u64 {
  return monotonicClockNow();
}
