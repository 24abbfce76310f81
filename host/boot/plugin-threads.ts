import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { builtFile } from "../contract/index.ts";
import { CodeCache } from "./code-cache.ts";
import type { ProgramCode } from "./program-code.ts";
import { readProgramFile } from "./read-program-file.ts";

/** JavaScript heap of a plugin's thread: generated code, texts on their way, a parsed YAML config. */
const maxHeapMegabytes = 256;

/** The first message to a plugin's thread; which plugin it is for comes in the next. */
export interface PluginThreadProgram {
  /** The path of its program. */
  readonly file: string;
  /** That file: a thread starts faster when it has not to read and check it by itself. */
  readonly program: ProgramCode;
  /** The cache directory to keep V8's code in, where that is missing or refused; absent for all threads but one. */
  readonly keepIn?: string | undefined;
}

export interface PluginThreadsOptions {
  /** Where V8's code is kept; absent when there is none. */
  readonly cacheDirectory?: string | undefined;
}

/**
 * Threads for plugins, which run nothing of a plugin before they are taken. Some can be started before it is known
 * which plugin they are for: a thread takes 20 ms to boot, which it can do while the agent loads its own code. None
 * keeps the process alive before it is taken, and none is taken twice.
 */
export class PluginThreads {
  readonly #cacheDirectory: string | undefined;
  readonly #waiting = new Set<Worker>();
  /** More would take their time from those that are about to be used, and from the agent. */
  readonly #mostAhead = availableParallelism();
  #program: ProgramCode | undefined;
  #expected = 0;

  constructor({ cacheDirectory }: PluginThreadsOptions) {
    this.#cacheDirectory = cacheDirectory;
  }

  /** That many threads will be taken. Of those that wait, there are never more than the machine has processors. */
  expect(count: number): void {
    this.#expected = count;
    this.#startAhead();
  }

  /** The thread that has waited longest, or a new one. Its caller's from now on. */
  take(): Worker {
    const [thread = this.#start()] = this.#waiting;
    this.#waiting.delete(thread);
    thread.removeAllListeners();
    thread.ref();
    this.#expected -= 1;
    this.#startAhead();
    return thread;
  }

  /** Ends the threads that nobody took, and starts none ahead any more. */
  close(): void {
    this.#expected = 0;
    for (const thread of this.#waiting) void thread.terminate();
    this.#waiting.clear();
  }

  #startAhead(): void {
    while (this.#waiting.size < Math.min(this.#expected, this.#mostAhead)) this.#start();
  }

  #start(): Worker {
    const thread = new Worker(builtFile("plugins/worker/main.cjs"), {
      name: "plugin",
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
    });
    thread.unref();
    // By a message, which can wait until the thread has booted: it need not wait for the reading.
    thread.postMessage(this.#programOfNext());
    // One that dies while it waits is not there any more: whoever takes the next one sees what is wrong.
    thread.on("error", () => {});
    thread.on("exit", () => this.#waiting.delete(thread));
    this.#waiting.add(thread);
    return thread;
  }

  /** The first thread of all looks after the cache: others would only do the same. */
  #programOfNext(): PluginThreadProgram {
    const directory = this.#cacheDirectory;
    const file = fileURLToPath(builtFile("chunks/plugin-thread.cjs"));
    const isFirst = this.#program === undefined;
    this.#program ??= readProgramFile(file, directory === undefined ? undefined : new CodeCache(directory));
    return { file, program: this.#program, keepIn: isFirst ? directory : undefined };
  }
}
