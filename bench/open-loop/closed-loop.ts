import { performance } from "node:perf_hooks";
import { LanePool } from "./lane-pool.ts";

export interface ClosedLoopOptions {
  readonly url: string;
  readonly body: Uint8Array;
  readonly seconds: number;
  /** Connections, each of which sends again as soon as it is answered. */
  readonly lanes: number;
}

/**
 * Answers while every connection always has a request on its way.
 *
 * @throws Error when a connection fails or an answer is not 200
 */
export function runClosedLoop({ url, body, seconds, lanes }: ClosedLoopOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const pool = new LanePool({ url, body, lanes, maxLanes: lanes, onError: reject });
    const begin = performance.now();
    let answers = 0;
    let open = lanes;
    const send = () =>
      pool.send((status) => {
        if (status !== 200) reject(new Error(`${url}: status ${status}`));
        answers++;
        const elapsed = (performance.now() - begin) / 1000;
        if (elapsed < seconds) send();
        else if (--open === 0) {
          pool.close();
          resolve(answers);
        }
      });
    for (let lane = 0; lane < lanes; lane++) send();
  });
}
