import type { AgentConfig } from "../config/index.ts";
import type { BatchConsumer, Clock, Logger, Service } from "../contract/index.ts";
import {
  createGarbageCollector,
  createPipeline,
  DeadLetterDirectory,
  type DrainReport,
  MemoryLimiter,
  type Pipeline,
  type PipelineExporter,
  SpanSampler,
} from "../pipeline/index.ts";

export interface DeliveryOptions {
  readonly config: AgentConfig;
  readonly exporters: readonly PipelineExporter[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: () => number;
}

/** From the receivers' hands to the plugins: the pipeline, and what stands before and behind it. */
export class Delivery implements Service {
  /** What receivers hand their batches to. */
  readonly entrance: BatchConsumer;
  readonly pipeline: Pipeline;
  /** Looks into what passes, for whoever counts or shows some of it. */
  readonly sampler: SpanSampler;
  readonly #limiter: MemoryLimiter | undefined;

  private constructor(pipeline: Pipeline, limiter: MemoryLimiter | undefined, sampler: SpanSampler) {
    this.pipeline = pipeline;
    this.#limiter = limiter;
    this.sampler = sampler;
    this.entrance = sampler;
  }

  static async create({ config, exporters, logger, clock, random }: DeliveryOptions): Promise<Delivery> {
    const { deadLetter, memoryLimiter, pipelines, shutdownTimeoutMillis } = config.service;
    const pipeline = createPipeline({
      exporters,
      fanOut: pipelines.traces.fanOut,
      deadLetters: deadLetter && (await DeadLetterDirectory.open({ ...deadLetter, clock })),
      shutdownTimeoutMillis,
      logger,
      clock,
      random,
    });
    const limiter =
      memoryLimiter &&
      new MemoryLimiter({
        ...memoryLimiter,
        next: pipeline,
        residentBytes: process.memoryUsage.rss,
        collectGarbage: createGarbageCollector(),
        clock,
        logger,
      });
    return new Delivery(pipeline, limiter, new SpanSampler({ next: limiter ?? pipeline, clock, random }));
  }

  async start(): Promise<void> {
    await this.pipeline.start();
    await this.#limiter?.start();
  }

  /** Empties the queues as far as `shutdown_timeout`, or an abort, lets it, and says what was left. */
  async drain(signal?: AbortSignal): Promise<readonly DrainReport[]> {
    await this.#limiter?.stop();
    return await this.pipeline.drain(signal);
  }

  async stop(): Promise<void> {
    await this.drain();
  }
}
