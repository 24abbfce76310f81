import type { AgentConfig } from "../config/index.ts";
import type { BatchConsumer, Clock, Logger, Service } from "../contract/index.ts";
import {
  createGarbageCollector,
  createPipeline,
  DeadLetterDirectory,
  type DrainReport,
  MemoryLimiter,
  type Pipeline,
} from "../pipeline/index.ts";
import type { Plugin } from "../plugins/index.ts";

export interface DeliveryOptions {
  readonly config: AgentConfig;
  readonly plugins: readonly Plugin[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: () => number;
}

/** From the receivers' hands to the plugins: the pipeline, and what stands before and behind it. */
export class Delivery implements Service {
  /** What receivers hand their batches to. */
  readonly entrance: BatchConsumer;
  readonly #pipeline: Pipeline;
  readonly #limiter: MemoryLimiter | undefined;

  private constructor(pipeline: Pipeline, limiter: MemoryLimiter | undefined) {
    this.#pipeline = pipeline;
    this.#limiter = limiter;
    this.entrance = limiter ?? pipeline;
  }

  static async create({ config, plugins, logger, clock, random }: DeliveryOptions): Promise<Delivery> {
    const { deadLetter, memoryLimiter, pipelines, shutdownTimeoutMillis } = config.service;
    const pipeline = createPipeline({
      exporters: plugins.map((port) => {
        const { sendingQueue, retry, batch } = config.exporters.get(port.name)!;
        return { port, queue: sendingQueue, retry, batch, digest: port.status().digest };
      }),
      fanOut: pipelines.traces.fanOut,
      deadLetters: deadLetter && (await DeadLetterDirectory.open({ ...deadLetter, clock })),
      shutdownTimeoutMillis,
      logger,
      clock,
      random,
    });
    if (memoryLimiter === undefined) return new Delivery(pipeline, undefined);
    const limiter = new MemoryLimiter({
      ...memoryLimiter,
      next: pipeline,
      residentBytes: process.memoryUsage.rss,
      collectGarbage: createGarbageCollector(),
      clock,
      logger,
    });
    return new Delivery(pipeline, limiter);
  }

  async start(): Promise<void> {
    await this.#pipeline.start();
    await this.#limiter?.start();
  }

  /** Refuses senders that wait for room in a queue, now and from now on. */
  sendWaitersAway(): void {
    this.#pipeline.sendWaitersAway();
  }

  /** Empties the queues as far as `shutdown_timeout`, or an abort, lets it, and says what was left. */
  async drain(signal?: AbortSignal): Promise<readonly DrainReport[]> {
    await this.#limiter?.stop();
    return await this.#pipeline.drain(signal);
  }

  async stop(): Promise<void> {
    await this.drain();
  }
}
