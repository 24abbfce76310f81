import { type CpuProfile, idle, selfTimes, threadName } from "./cpu-profile.ts";
import type { SourcePlaces } from "./source-places.ts";

/**
 * The functions that a thread was in most, without those that they called. Percentages are of the time in which it did
 * anything.
 */
export function formatTop(profile: CpuProfile, places: SourcePlaces, lines: number): string {
  const times = selfTimes(profile);
  const byFunction = new Map<string, number>();
  let total = 0;
  for (const { id, callFrame } of profile.nodes) {
    const micros = times.get(id) ?? 0;
    const name = `${callFrame.functionName || "(anonymous)"}  ${places.of(callFrame)}`.trimEnd();
    byFunction.set(name, (byFunction.get(name) ?? 0) + micros);
    total += micros;
  }
  const idleMicros = byFunction.get(idle) ?? 0;
  byFunction.delete(idle);
  const busy = total - idleMicros;
  const top = [...byFunction]
    .filter(([, micros]) => micros > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, lines);
  return [
    `${threadName(profile)}: busy ${(busy / 1e6).toFixed(2)} of ${(total / 1e6).toFixed(2)} s`,
    ...top.map(([name, micros]) => `  ${((micros / busy) * 100).toFixed(1).padStart(5)} %  ${name}`),
  ].join("\n");
}
