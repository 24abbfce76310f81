import { availableParallelism } from "node:os";
import { isDeepStrictEqual } from "node:util";
import type { ExporterConfig } from "../config/index.ts";
import {
  type Clock,
  type ExporterEvent,
  type ExporterView,
  SpandockError,
  SpandockErrors,
} from "../contract/index.ts";
import type { Pipeline, PipelineExporter } from "../pipeline/index.ts";
import { checkQueueChange, ExporterInstance } from "./exporter-instance.ts";
import { ExporterSlot } from "./exporter-slot.ts";
import type { PluginEnvironment } from "./plugins.ts";
import { settleAtMost } from "./settle-at-most.ts";
import { tryOut } from "./try-out.ts";

export interface LiveExportersOptions extends PluginEnvironment {
  readonly clock: Clock;
  readonly onEvent: (event: ExporterEvent) => void;
}

/** Called when the new instance is ready, right before it takes over; when it throws, everything stays as it was. */
export type Commit = () => void;

export interface ReplaceOptions {
  readonly commit?: Commit;
  readonly canaryShare?: number | undefined;
}

/**
 * All exporters of the agent, and how one of them comes, changes and goes while batches flow. Two changes of the same
 * exporter must not overlap; the caller sees to that.
 */
export class LiveExporters {
  readonly #options: LiveExportersOptions;
  readonly #slots = new Map<string, ExporterSlot>();
  #pipeline: Pipeline | undefined;

  constructor(options: LiveExportersOptions) {
    this.#options = options;
  }

  /**
   * Makes the exporters of a config, and starts those in `running`, side by side; all of them, or none.
   *
   * @throws SpandockErrors with the problem of each that did not start
   */
  async start(configs: Iterable<ExporterConfig>, running: readonly string[]): Promise<void> {
    for (const config of configs) this.#slots.set(config.name, this.#createSlot(config));
    const slots = running.map((name) => this.#slots.get(name)!);
    // Each start may compile: all of many at once would take memory, and time from those with a deadline.
    const atOnce = 2 * availableParallelism();
    const results = await settleAtMost(atOnce, slots, (slot) => this.#launch(slot, slot.config));
    for (const [index, result] of results.entries()) {
      if (result.status === "fulfilled") slots[index]!.enter(result.value);
    }
    const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    if (failures.length === 0) return;
    await this.stop();
    throw failures.find((failure) => !(failure instanceof SpandockError)) ?? new SpandockErrors(failures);
  }

  /** What the pipeline starts with. */
  pipelineExporters(): readonly PipelineExporter[] {
    return this.#running().map((slot) => pipelineExporterOf(slot.instance!));
  }

  /** Everything that runs is in the pipeline now; later changes go there. */
  useWith(pipeline: Pipeline): void {
    this.#pipeline = pipeline;
    for (const slot of this.#running()) slot.hasQueue = true;
  }

  get(name: string): ExporterSlot | undefined {
    return this.#slots.get(name);
  }

  configs(): ReadonlyMap<string, ExporterConfig> {
    return new Map([...this.#slots].map(([name, slot]) => [name, slot.config]));
  }

  runningNames(): readonly string[] {
    return this.#running().map(({ name }) => name);
  }

  list(): readonly ExporterView[] {
    const stats = new Map(this.#pipeline?.stats().map((each) => [each.name, each]));
    return [...this.#slots.values()].map((slot) => slot.view(stats.get(slot.name)));
  }

  /** @throws SpandockError why it did not start; then there is no such exporter */
  async add(config: ExporterConfig, commit: Commit = () => {}): Promise<void> {
    const slot = this.#createSlot(config);
    await this.#putIntoService(slot, commit);
    this.#slots.set(config.name, slot);
  }

  /** An exporter that is in the config and in no pipeline. */
  addDisabled(config: ExporterConfig): void {
    this.#slots.set(config.name, this.#createSlot(config));
  }

  /** Drains, stops and forgets it; answers how many spans could neither be sent nor kept. */
  async remove(slot: ExporterSlot): Promise<number> {
    const { instance } = slot;
    const report = slot.hasQueue ? await this.#pipeline!.detach(slot.name) : undefined;
    this.#slots.delete(slot.name);
    await instance?.stop();
    return report?.lostSpans ?? 0;
  }

  /** @throws SpandockError why it did not start; it stays disabled then */
  async enable(slot: ExporterSlot, commit: Commit = () => {}): Promise<void> {
    await this.#putIntoService(slot, commit);
  }

  /** Its queue gets the time to empty; what is left in it stays. */
  async disable(slot: ExporterSlot): Promise<void> {
    const instance = slot.instance!;
    await this.#pipeline!.park(slot.name);
    slot.leave();
    await instance.stop();
  }

  /**
   * Puts an exporter with `config` in the place of the running one, when anything of it differs. The new instance is
   * ready before the old one gets its last batch.
   *
   * @throws SpandockError why the new one can't be used; the old one runs on
   */
  async replace(
    slot: ExporterSlot,
    config: ExporterConfig,
    { commit = () => {}, canaryShare }: ReplaceOptions,
  ): Promise<"replaced" | "reconfigured" | "unchanged"> {
    const before = slot.instance!;
    checkQueueChange(before.config, config);
    const instance = await ExporterInstance.open(config, this.#options, slot);
    if (instance.isLike(before)) return this.#reconfigure(slot, instance.config, commit);
    await instance.start();
    try {
      if (canaryShare !== undefined) {
        await tryOut({
          slot,
          candidate: instance,
          share: canaryShare,
          pipeline: this.#pipeline!,
          ...this.#options,
        });
      }
      commit();
    } catch (error) {
      await instance.stop();
      throw error;
    }
    this.#pipeline!.configure(config.name, queueOf(config));
    const idle = this.#pipeline!.swapPort(config.name, instance.port, instance.digest);
    slot.enter(instance);
    await idle;
    await before.stop();
    return "replaced";
  }

  /** Stops what runs, one after the other, the last first; one that fails does not keep the others from stopping. */
  async stop(): Promise<readonly SpandockError[]> {
    const problems: SpandockError[] = [];
    for (const slot of this.#running().reverse()) {
      const problem = await slot.instance!.stop();
      if (problem !== undefined) problems.push(problem);
    }
    return problems;
  }

  /** Another queue needs no other plugin. */
  #reconfigure(slot: ExporterSlot, config: ExporterConfig, commit: Commit): "reconfigured" | "unchanged" {
    const isSame = isDeepStrictEqual(queueOf(slot.config), queueOf(config));
    commit();
    if (isSame) return "unchanged";
    this.#pipeline!.configure(config.name, queueOf(config));
    slot.config = config;
    return "reconfigured";
  }

  async #putIntoService(slot: ExporterSlot, commit: Commit): Promise<void> {
    const instance = await this.#launch(slot, slot.config);
    try {
      if (slot.hasQueue) this.#resume(slot, instance, commit);
      else await this.#attach(instance, commit);
    } catch (error) {
      await instance.stop();
      throw error;
    }
    slot.hasQueue = true;
    slot.enter(instance);
  }

  #resume({ name, config }: ExporterSlot, { port, digest }: ExporterInstance, commit: Commit): void {
    commit();
    this.#pipeline!.configure(name, queueOf(config));
    this.#pipeline!.resume(name, port, digest);
  }

  /** The queue's directory may turn out to be unusable, so the change is committed after it was opened. */
  async #attach(instance: ExporterInstance, commit: Commit): Promise<void> {
    await this.#pipeline!.attach(pipelineExporterOf(instance));
    try {
      commit();
    } catch (error) {
      await this.#pipeline!.detach(instance.config.name);
      throw error;
    }
  }

  async #launch(slot: ExporterSlot, config: ExporterConfig): Promise<ExporterInstance> {
    const instance = await ExporterInstance.open(config, this.#options, slot);
    await instance.start();
    return instance;
  }

  #createSlot(config: ExporterConfig): ExporterSlot {
    const { clock, onEvent } = this.#options;
    return new ExporterSlot({ config, clock, onEvent });
  }

  #running(): ExporterSlot[] {
    return [...this.#slots.values()].filter(({ instance }) => instance !== undefined);
  }
}

const queueOf = ({ sendingQueue, retry, batch }: ExporterConfig) => ({ queue: sendingQueue, retry, batch });

const pipelineExporterOf = ({ config, port, digest }: ExporterInstance): PipelineExporter => ({
  ...queueOf(config),
  port,
  digest,
});
