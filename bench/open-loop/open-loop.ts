import { performance } from "node:perf_hooks";
import { ArrivalSchedule } from "./arrival-schedule.ts";
import { LanePool } from "./lane-pool.ts";
import { type LatencyPart, LatencyParts } from "./latency-parts.ts";

export interface OpenLoopOptions {
  readonly url: string;
  readonly body: Uint8Array;
  readonly ratePerSecond: number;
  readonly seconds: number;
  /** Equal parts of that time, each with figures of its own. */
  readonly parts: number;
  /** Connections from the beginning, and at the most. */
  readonly lanes: number;
  readonly maxLanes: number;
}

export interface OpenLoopFigures {
  readonly parts: readonly LatencyPart[];
  /** Answers other than 200. */
  readonly refused: number;
  /** Connections that were needed, and the most requests that waited for one. */
  readonly mostLanes: number;
  readonly mostWaiting: number;
}

/**
 * Sends requests at a fixed rate, and resolves when all are answered. The time of a request runs from the moment it was
 * due, so that one that could not be sent while something stood still counts with all that it waited: there is no
 * coordinated omission, as G. Tene calls it in wrk2 (https://github.com/giltene/wrk2).
 *
 * @throws Error when a connection fails
 */
export function runOpenLoop(options: OpenLoopOptions): Promise<OpenLoopFigures> {
  const { url, body, ratePerSecond, seconds, parts, lanes, maxLanes } = options;
  return new Promise((resolve, reject) => {
    const pool = new LanePool({ url, body, lanes, maxLanes, onError: reject });
    const amount = Math.round(ratePerSecond * seconds);
    const startMillis = performance.now();
    const schedule = new ArrivalSchedule({ ratePerSecond, startMillis, amount });
    const latencies = new LatencyParts((seconds * 1000) / parts, parts);
    let answered = 0;
    let refused = 0;

    const finish = () => {
      pool.close();
      resolve({
        parts: latencies.figures(),
        refused,
        mostLanes: pool.mostLanes,
        mostWaiting: pool.mostWaiting,
      });
    };
    const sendDue = () => {
      for (;;) {
        const now = performance.now();
        const due = schedule.takeDue(now);
        if (due === undefined) return;
        latencies.sent(due - startMillis, now - due);
        pool.send((status) => {
          latencies.answered(due - startMillis, performance.now() - due);
          if (status !== 200) refused++;
          if (++answered === amount) finish();
          // Timers come once a millisecond; answers come more often.
          sendDue();
        });
      }
    };
    const wake = () => {
      sendDue();
      const next = schedule.nextMillis;
      if (next !== undefined) setTimeout(wake, Math.max(0, next - performance.now()));
    };
    wake();
  });
}
