import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { builtFile, type Clock, systemClock } from "../../contract/index.ts";
import type { ProbeSetup } from "./messages.ts";

const maxHeapMegabytes = 256;
const terminateLimitMillis = 5_000;

/**
 * Threads for probes of one plugin. A thread whose instance has come back is used again for a new instance: making one
 * takes fifty times as long as making an instance.
 */
export class ProbePool {
  readonly #setup: ProbeSetup;
  readonly #clock: Clock;
  readonly #idle: Worker[] = [];

  constructor(setup: ProbeSetup, clock: Clock = systemClock) {
    this.#setup = setup;
    this.#clock = clock;
  }

  take(): Worker {
    return this.#idle.pop() ?? this.#make();
  }

  /** Takes back a thread that is in no call. */
  give(worker: Worker): void {
    this.#idle.push(worker);
  }

  /** Ends a thread, whatever it is at. One that hangs in a system call can't be ended; it is left behind after a while. */
  async end(worker: Worker): Promise<void> {
    if (worker.threadId === -1) return;
    const abandon = new AbortController();
    const timer = this.#clock.after(terminateLimitMillis, () => abandon.abort());
    const exited = once(worker, "exit", { signal: abandon.signal }).catch(() => {});
    void worker.terminate();
    await exited;
    timer.cancel();
    worker.unref();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => this.end(worker)));
  }

  #make(): Worker {
    const worker = new Worker(builtFile("author/probe/main.js"), {
      workerData: this.#setup,
      name: `probe ${this.#setup.name}`,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
    });
    // Read, or a guest that prints would fill the pipe.
    worker.stdout.resume();
    worker.stderr.resume();
    return worker;
  }
}
