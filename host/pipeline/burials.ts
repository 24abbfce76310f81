import type { Clock, Logger } from "../contract/index.ts";
import { BurstLog } from "./burst-log.ts";
import type { DeadLetter, DeadLetterSink } from "./dead-letters/index.ts";

/**
 * `buried`: the dead letters hold it. `none`: nobody keeps dead letters. `refused`: they are full. `unwritable`: the
 * disk failed, and the agent is about to stop.
 */
export type Burial = "buried" | "none" | "refused" | "unwritable";

export interface BurialsOptions {
  readonly sink: DeadLetterSink | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
}

const retryMillis = 5_000;

/**
 * Brings dead letters of one exporter to their place. When the disk fails, it tries again until `hurry`: a full disk
 * must not cost spans that somebody was promised, and as long as they wait here they keep their room in the queue.
 */
export class Burials {
  readonly #options: BurialsOptions;
  readonly #log: BurstLog;
  readonly #waiting = new Set<() => void>();
  #isHurried = false;

  constructor(options: BurialsOptions) {
    this.#options = options;
    this.#log = new BurstLog(options);
  }

  async bury(letter: DeadLetter): Promise<Burial> {
    const { sink } = this.#options;
    if (sink === undefined) return "none";
    for (;;) {
      const isLastTry = this.#isHurried;
      const burial = await this.#put(sink, letter);
      if (burial !== "unwritable" || isLastTry) return burial;
      await this.#pause();
    }
  }

  /** One last try for everything that waits, and one for what comes. */
  hurry(): void {
    this.#isHurried = true;
    for (const wake of this.#waiting) wake();
  }

  async #put(sink: DeadLetterSink, letter: DeadLetter): Promise<Burial> {
    try {
      await sink.put(letter);
      return "buried";
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      this.#log.log("error", "a dead letter can't be kept", { exporter: letter.exporter, cause: text });
      // Errors of the file system have a code; a directory that is full by its own limit has none.
      return (cause as NodeJS.ErrnoException | undefined)?.code === undefined ? "refused" : "unwritable";
    }
  }

  #pause(): Promise<void> {
    if (this.#isHurried) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        timer.cancel();
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = this.#options.clock.after(retryMillis, wake);
      this.#waiting.add(wake);
    });
  }
}
