import {
  type Admission,
  type Batch,
  type BatchConsumer,
  type Clock,
  type DeliveryObserver,
  type ExporterPort,
  type Logger,
  type Service,
  SpandockError,
} from "../contract/index.ts";
import type { DeadLetterSink } from "./dead-letters/index.ts";
import { ExporterLane } from "./exporter-lane.ts";
import { admit, type FanOut } from "./fan-out.ts";
import type { DrainReport, ExporterStats, PipelineExporter } from "./pipeline-exporter.ts";
import { otherQueues, type QueueFiles, queueFolder, SegmentStore } from "./storage/index.ts";

export interface PipelineOptions {
  readonly exporters: readonly PipelineExporter[];
  readonly fanOut: FanOut;
  readonly deadLetters?: DeadLetterSink | undefined;
  /** The file system that queues with `storage` use. Default: the machine's. */
  readonly queueFiles?: QueueFiles;
  /** Follows batches to their exporters. */
  readonly observer?: DeliveryObserver | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  /** The longest that `stop` and `detach` try to empty queues. */
  readonly shutdownTimeoutMillis: number;
}

/**
 * From the receivers to the exporters: every batch to every exporter, each with its own queue. Exporters come, go
 * and change while others carry on.
 */
export class Pipeline implements BatchConsumer, Service {
  readonly #options: PipelineOptions;
  /** Replaced, never changed, so that a batch on its way sees one state of it. */
  #lanes: readonly ExporterLane[] = [];
  /** Out of service, with what their queues still have. */
  #parked: readonly ExporterLane[] = [];
  #state: "new" | "running" | "stopped" = "new";
  #drained: Promise<readonly DrainReport[]> | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Opens the queues. What their storage holds goes out at once. */
  async start(): Promise<void> {
    this.#state = "running";
    try {
      for (const exporter of this.#options.exporters) await this.attach(exporter);
    } catch (cause) {
      this.#state = "stopped";
      await this.#closeAll(this.#lanes);
      throw cause;
    }
  }

  /** Never decodes and never copies: the queues share the batch. */
  consume(batch: Batch): Admission | Promise<Admission> {
    if (this.#state !== "running") return { kind: "refused", message: "the agent is not taking spans" };
    if (this.#lanes.length === 0) return { kind: "refused", message: "no exporter is running" };
    return admit(this.#options.fanOut, this.#lanes, batch);
  }

  /** Adds an exporter, which gets every batch from now on and those that its storage holds. */
  async attach(exporter: PipelineExporter): Promise<void> {
    const { name } = exporter.port;
    if (this.#state !== "running") {
      throw new SpandockError("INTERNAL", { message: `exporter "${name}": the pipeline is not running` });
    }
    this.#mustBeNew(name);
    const lane = new ExporterLane({ ...exporter, ...this.#shared(), store: this.#createStore(exporter) });
    await lane.start();
    this.#mustBeNew(name);
    this.#lanes = [...this.#lanes, lane];
    await this.#warnOfOtherQueues(exporter);
  }

  /** Takes an exporter out: no new batch for it, each queued one is tried once, within the shutdown timeout. */
  async detach(name: string): Promise<DrainReport> {
    const lane = this.#required(name);
    this.#lanes = this.#lanes.filter((other) => other !== lane);
    this.#unpark(lane);
    await this.#withinTimeout(lane.drain());
    return await lane.close();
  }

  /**
   * Takes an exporter out of service: no new batch for it, each queued one gets its chance within the shutdown
   * timeout, and the rest stays in the queue. Resolves when its port has answered everything and may be stopped.
   */
  async park(name: string): Promise<void> {
    const lane = this.#required(name);
    this.#lanes = this.#lanes.filter((other) => other !== lane);
    this.#parked = [...this.#parked, lane];
    await this.#withinTimeout(lane.whenQuiet());
    await lane.pause();
  }

  /** Puts an exporter that was parked into service again, with this port. */
  resume(name: string, port: ExporterPort, digest?: string): void {
    const lane = this.#required(name);
    this.#parked = this.#parked.filter((other) => other !== lane);
    lane.resume(port, digest);
    this.#lanes = [...this.#lanes, lane];
  }

  /** Other sizes and times for an exporter's queue; see `ExporterLane.configure` for what can't change. */
  configure(name: string, settings: Omit<PipelineExporter, "port">): void {
    this.#required(name).configure(settings);
  }

  /**
   * Gives an exporter another plugin; its queue stays. New calls go to `port` from now on. Resolves when the port
   * before has answered everything that it was given, and may be stopped.
   */
  swapPort(name: string, port: ExporterPort, digest?: string): Promise<void> {
    return this.#required(name).swapPort(port, digest);
  }

  /** The stop is near: senders that wait for room are refused now, so that their open requests don't hold it up. */
  sendWaitersAway(): void {
    for (const lane of this.#lanes) lane.sendWaitersAway();
  }

  /** Stops taking batches, tries each queued one once within the shutdown timeout, and says what was left. */
  drain(signal?: AbortSignal): Promise<readonly DrainReport[]> {
    this.#drained ??= this.#drainAll(signal);
    return this.#drained;
  }

  async stop(): Promise<void> {
    await this.drain();
  }

  /** Parked exporters have figures too. */
  stats(): readonly ExporterStats[] {
    return [...this.#lanes, ...this.#parked].map((lane) => lane.stats());
  }

  async #drainAll(signal?: AbortSignal): Promise<readonly DrainReport[]> {
    this.#state = "stopped";
    const lanes = [...this.#lanes, ...this.#parked];
    for (const lane of lanes) this.#unpark(lane);
    await this.#withinTimeout(Promise.all(lanes.map((lane) => lane.drain())), signal);
    return await this.#closeAll(lanes);
  }

  /** A parked lane has no plugin: what it holds is refused once more, and so goes to the dead letters or stays on disk. */
  #unpark(lane: ExporterLane): void {
    if (!this.#parked.includes(lane)) return;
    this.#parked = this.#parked.filter((other) => other !== lane);
    lane.resume(absentPort(lane.name));
  }

  #closeAll(lanes: readonly ExporterLane[]): Promise<readonly DrainReport[]> {
    return Promise.all(lanes.map((lane) => lane.close()));
  }

  /** An abort ends the wait at once. */
  async #withinTimeout(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
    const { clock, shutdownTimeoutMillis } = this.#options;
    if (signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = clock.after(shutdownTimeoutMillis, resolve);
      const end = () => {
        timer.cancel();
        resolve();
      };
      signal?.addEventListener("abort", end, { once: true });
      work.then(end);
    });
  }

  #createStore({ port, queue }: PipelineExporter): SegmentStore | undefined {
    if (!queue.enabled || queue.storage === undefined) return undefined;
    const { clock, logger, queueFiles } = this.#options;
    return new SegmentStore({
      directory: queueFolder(queue.storage, port.name),
      fsync: queue.fsync,
      clock,
      logger,
      ...(queueFiles && { files: queueFiles }),
    });
  }

  /** A queue stays behind when its exporter is renamed or taken out of the config. */
  async #warnOfOtherQueues({ port, queue }: PipelineExporter): Promise<void> {
    const { storage } = queue;
    if (!queue.enabled || storage === undefined) return;
    const { logger } = this.#options;
    try {
      for (const { exporter, directory } of await otherQueues(storage, port.name)) {
        const fix = `look into it with: spandock queue ls ${directory}`;
        const fields = { exporter: port.name, owner: exporter, fix };
        logger.log("warn", "the storage has a queue of another exporter, which nobody empties", fields);
      }
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      logger.log("warn", "the storage can't be searched for other queues", {
        exporter: port.name,
        cause: text,
      });
    }
  }

  #shared() {
    const { logger, clock, random, deadLetters, observer } = this.#options;
    return { logger, clock, random, deadLetters, observer };
  }

  #find(name: string): ExporterLane | undefined {
    return [...this.#lanes, ...this.#parked].find((lane) => lane.name === name);
  }

  #mustBeNew(name: string): void {
    if (this.#find(name) === undefined) return;
    throw new SpandockError("INTERNAL", { message: `the pipeline has an exporter "${name}" already` });
  }

  #required(name: string): ExporterLane {
    const lane = this.#find(name);
    if (lane !== undefined) return lane;
    const known = this.#lanes.map((other) => `"${other.name}"`).join(", ") || "none";
    throw new SpandockError("INTERNAL", {
      message: `the pipeline has no exporter "${name}"; it has: ${known}`,
    });
  }
}

const absentPort = (name: string): ExporterPort => ({
  name,
  width: 1,
  export: async () => [{ kind: "retryable", message: `exporter "${name}" is disabled` }],
});

export function createPipeline(options: PipelineOptions): Pipeline {
  return new Pipeline(options);
}
