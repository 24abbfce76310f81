import type { Child } from "../child.ts";
import { spreadOf } from "../statistics.ts";

const intervalMillis = 50;
const mebibyte = 1024 ** 2;

/** A process of which nothing but its use of the machine is of interest. */
export type MeasuredProcess = Pick<Child, "cpuSeconds" | "memory">;

export interface MemoryFigures {
  /** Resident memory, the median over the time. */
  readonly residentMebibytes: number;
  /** The most it ever was since the process began. */
  readonly peakMebibytes: number;
}

/** Looks at a process's memory while something goes on. */
export async function withMemoryOf<T>(
  child: MeasuredProcess,
  work: () => Promise<T>,
): Promise<readonly [T, MemoryFigures]> {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(child.memory().residentBytes), intervalMillis);
  try {
    const result = await work();
    const { residentBytes, peakBytes } = child.memory();
    samples.push(residentBytes);
    return [
      result,
      { residentMebibytes: spreadOf(samples).median / mebibyte, peakMebibytes: peakBytes / mebibyte },
    ];
  } finally {
    clearInterval(timer);
  }
}
