import { readdirSync, readFileSync } from "node:fs";
import type { Figures } from "../growth.ts";

export interface GrowthWork {
  /** Does the work this many times. */
  work(times: number): Promise<void>;
  /** Figures beside those of the process. */
  figures?(): Figures;
}

const mebibyte = 1024 ** 2;

/** Makes this process the other side of a `GrowthChild`. Needs `--expose-gc`, so that garbage is not counted. */
export function serveGrowth({ work, figures }: GrowthWork): void {
  process.on("message", async ({ times }: { times: number }) => {
    await work(times);
    // Twice, with a turn in between: what finalizers let go of goes with the second.
    globalThis.gc!();
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc!();
    process.send!({ ...processFigures(), ...figures?.() });
  });
}

/** Linux only for descriptors and threads: `/proc/self`. */
function processFigures(): Figures {
  const { heapUsed, external } = process.memoryUsage();
  return {
    "resident memory": Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1024,
    "JavaScript heap": heapUsed / mebibyte,
    "memory outside the heap": external / mebibyte,
    descriptors: readdirSync("/proc/self/fd").length,
    threads: readdirSync("/proc/self/task").length,
    handles: process.getActiveResourcesInfo().length,
  };
}
