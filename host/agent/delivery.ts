import type { AgentConfig } from "../config/index.ts";
import type { Batch, BatchConsumer, Clock, GarbageCollector, Logger, Service } from "../contract/index.ts";
import {
  createPipeline,
  DeadLetterDirectory,
  type DrainReport,
  hasResourceAttribute,
  MemoryLimiter,
  type Pipeline,
  type PipelineExporter,
  SpanSampler,
} from "../pipeline/index.ts";
import { OwnTraces, ownTracesMark } from "../telemetry/index.ts";

export interface DeliveryOptions {
  readonly config: AgentConfig;
  readonly exporters: readonly PipelineExporter[];
  /** Of spandock itself. */
  readonly version: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: () => number;
  readonly garbage: GarbageCollector;
}

/** From the receivers' hands to the plugins: the pipeline, and what stands before and behind it. */
export class Delivery implements Service {
  readonly pipeline: Pipeline;
  /** Looks into what passes, for whoever counts or shows some of it. */
  readonly sampler: SpanSampler;
  readonly #limiter: MemoryLimiter | undefined;
  readonly #traces: OwnTraces | undefined;

  private constructor(
    { clock, random }: DeliveryOptions,
    pipeline: Pipeline,
    limiter: MemoryLimiter | undefined,
    traces: OwnTraces | undefined,
  ) {
    this.pipeline = pipeline;
    this.sampler = new SpanSampler({ next: limiter ?? pipeline, clock, random });
    this.#limiter = limiter;
    this.#traces = traces;
  }

  static async create(options: DeliveryOptions): Promise<Delivery> {
    const { config, exporters, logger, clock, random, garbage } = options;
    const { deadLetter, memoryLimiter, pipelines, shutdownTimeoutMillis } = config.service;
    // Own spans are neither traced nor counted by rules, so they come in behind all that.
    const sink: BatchConsumer = { consume: (batch) => (limiter ?? pipeline).consume(batch) };
    const traces = createOwnTraces(options, sink);
    const pipeline = createPipeline({
      exporters,
      observer: traces,
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
        collectGarbage: garbage.collectAll,
        clock,
        logger,
      });
    return new Delivery(options, pipeline, limiter, traces);
  }

  /** What the receiver of that name hands its batches to. */
  entranceOf(receiver: string): BatchConsumer {
    return this.#traces?.following(receiver, this.sampler) ?? this.sampler;
  }

  async start(): Promise<void> {
    await this.pipeline.start();
    await this.#limiter?.start();
  }

  /** Refuses senders that wait for room in a queue, now and from now on. */
  sendWaitersAway(): void {
    this.pipeline.sendWaitersAway();
  }

  /** Empties the queues as far as `shutdown_timeout`, or an abort, lets it, and says what was left. */
  async drain(signal?: AbortSignal): Promise<readonly DrainReport[]> {
    await this.#traces?.stop();
    await this.#limiter?.stop();
    return await this.pipeline.drain(signal);
  }

  async stop(): Promise<void> {
    await this.drain();
  }
}

function createOwnTraces(options: DeliveryOptions, sink: BatchConsumer): OwnTraces | undefined {
  const { config, version, clock, random, logger } = options;
  const { traces } = config.service.telemetry;
  if (traces === undefined) return undefined;
  const isOwn = (batch: Batch) => hasResourceAttribute(batch, ownTracesMark, "true");
  return new OwnTraces({ share: traces.share, isOwn, sink, version, clock, random, logger });
}
