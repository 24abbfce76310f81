import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Clock,
  defaultRetry,
  defaultSendingQueue,
  silentLogger,
  systemClock,
} from "../host/contract/index.ts";
import { createPipeline, type Pipeline } from "../host/pipeline/index.ts";
import { traceBody } from "./bodies.ts";

const spanCount = 8;

/** Its timers keep the process alive: nothing else does while a pipeline waits for its end. */
const wakefulClock: Clock = {
  ...systemClock,
  after(delayMillis, callback) {
    const handle = setTimeout(callback, delayMillis);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** A queue on disk that holds some batches, as a stopped agent left it. */
export class StoredQueue {
  readonly #directory = mkdtempSync(join(tmpdir(), "spandock-bench-"));

  private constructor() {}

  static async create(batches: number): Promise<StoredQueue> {
    const queue = new StoredQueue();
    const pipeline = queue.#pipeline();
    await pipeline.start();
    const batch = { spans: traceBody(spanCount), spanCount };
    for (let stored = 0; stored < batches; stored += 100) {
      await Promise.all(Array.from({ length: 100 }, () => pipeline.consume(batch)));
    }
    await pipeline.stop();
    return queue;
  }

  /** Milliseconds until a pipeline has found again what lies there. */
  async millisToRecover(): Promise<number> {
    const pipeline = this.#pipeline();
    const begin = performance.now();
    await pipeline.start();
    const millis = performance.now() - begin;
    await pipeline.stop();
    return millis;
  }

  /** Milliseconds to read the files and no more. */
  millisToRead(): number {
    const begin = performance.now();
    for (const entry of readdirSync(this.#directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) readFileSync(join(entry.path, entry.name));
    }
    return performance.now() - begin;
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #pipeline(): Pipeline {
    return createPipeline({
      exporters: [
        {
          port: { name: "silent", width: 1, export: () => new Promise(() => {}) },
          queue: {
            ...defaultSendingQueue,
            queueSize: 10_000_000,
            storage: this.#directory,
            fsync: "never",
          },
          retry: defaultRetry,
        },
      ],
      fanOut: "all",
      logger: silentLogger,
      clock: wakefulClock,
      random: Math.random,
      shutdownTimeoutMillis: 1,
    });
  }
}
