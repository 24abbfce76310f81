import { readFileSync } from "node:fs";

/** Where a function stands; V8 counts lines and columns from 0. */
export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

/** A `.cpuprofile`: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The node on top at each sample, and the microseconds since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export function readCpuProfile(file: string): CpuProfile {
  return JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
}

/** Microseconds in which each node was on top. */
export function selfTimes({ samples, timeDeltas }: CpuProfile): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const [index, id] of samples.entries()) times.set(id, (times.get(id) ?? 0) + timeDeltas[index]!);
  return times;
}

/** V8's names for what is no function: nothing to do, and native code outside of any call. */
export const idle = "(idle)";

const threads = [
  ["plugins/worker/main.js", "plugin's thread"],
  ["network-thread.js", "network thread"],
  ["compile-worker.js", "compile thread"],
  ["cli/main.js", "main thread"],
] as const;

/** Which of the agent's threads it is, by the program it runs. */
export function threadName({ nodes }: CpuProfile): string {
  const found = threads.find(([program]) => nodes.some(({ callFrame }) => callFrame.url.endsWith(program)));
  return found?.[1] ?? "other thread";
}
