import type { Comparison } from "../comparison.ts";
import { StoredQueue } from "../stored-queue.ts";

const few = 2_000;
const many = 20_000;

export const recoveryTime: Comparison = {
  kind: "comparison",
  name: "recovery of a queue",
  what: `time to open a queue with ${many} batches of 8 spans on disk (read, check, index), against reading its files and no more`,
  unit: "ms",
  async prepare() {
    const queue = await StoredQueue.create(many);
    return {
      subject: () => queue.millisToRecover(),
      baseline: async () => queue.millisToRead(),
      dispose: async () => queue.dispose(),
    };
  },
};

/** Linear or not. */
export const recoveryGrowth: Comparison = {
  kind: "comparison",
  name: "recovery by queue size",
  what: `time to open a queue on disk for each of its batches: with ${many} of them against ${few}`,
  unit: "µs/batch",
  mark: { atMost: 1.5 },
  async prepare() {
    const large = await StoredQueue.create(many);
    const small = await StoredQueue.create(few);
    return {
      subject: async () => ((await large.millisToRecover()) * 1000) / many,
      baseline: async () => ((await small.millisToRecover()) * 1000) / few,
      async dispose() {
        large.dispose();
        small.dispose();
      },
    };
  },
};
