import { Worker } from "node:worker_threads";
import { builtFile } from "../contract/index.ts";

/** JavaScript heap of a plugin's thread: generated code, texts on their way, a parsed YAML config. */
const maxHeapMegabytes = 256;

/** What a plugin's thread is made with; which plugin it is for comes in a message. */
export interface PluginThreadData {
  /** Where compiled code is kept; absent when there is none. */
  readonly cacheDirectory?: string | undefined;
}

/** A new thread that waits for the plugin it is for. It has no environment and no flags of its own. */
export function startPluginThread(workerData: PluginThreadData): Worker {
  return new Worker(builtFile("plugins/worker/main.cjs"), {
    workerData,
    name: "plugin",
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  });
}

/**
 * Threads that were started before it was known which plugin they are for: a thread takes 20 ms to boot, which it can
 * do while the agent loads its own code. None of them keeps the process alive before it is taken, and none is taken
 * twice.
 */
export class PluginThreads {
  readonly #data: PluginThreadData;
  readonly #waiting = new Set<Worker>();

  constructor(data: PluginThreadData) {
    this.#data = data;
  }

  /** Starts threads until `count` of them wait. */
  prepare(count: number): void {
    while (this.#waiting.size < count) this.#start();
  }

  /** The thread that has waited longest, or a new one. Its caller's from now on. */
  take(): Worker {
    const [thread = this.#start()] = this.#waiting;
    this.#waiting.delete(thread);
    thread.removeAllListeners();
    thread.ref();
    return thread;
  }

  /** Ends the threads that nobody took. */
  close(): void {
    for (const thread of this.#waiting) void thread.terminate();
    this.#waiting.clear();
  }

  #start(): Worker {
    const thread = startPluginThread(this.#data);
    thread.unref();
    // One that dies while it waits is not there any more: whoever takes the next one sees what is wrong.
    thread.on("error", () => {});
    thread.on("exit", () => this.#waiting.delete(thread));
    this.#waiting.add(thread);
    return thread;
  }
}
