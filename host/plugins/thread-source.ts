import type { Worker } from "node:worker_threads";

/** Where plugins get their threads from. */
export interface ThreadSource {
  /** A thread that no plugin has had, and that runs `worker/main.ts`. */
  take(): Worker;
}
