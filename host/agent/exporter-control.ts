import type { AgentConfig, ExporterConfig } from "../config/index.ts";
import {
  type Change,
  type ChangeOptions,
  type Clock,
  type ExporterControl,
  type ExporterEvent,
  type ExporterView,
  type Logger,
  type ReloadOptions,
  SpandockError,
} from "../contract/index.ts";
import { ChangeQueue } from "./change-queue.ts";
import { type ConfigStore, isSameExporter, type Plan } from "./config-store.ts";
import { checkQueueChange } from "./exporter-instance.ts";
import type { ExporterSlot } from "./exporter-slot.ts";
import type { LiveExporters } from "./live-exporters.ts";

export interface AgentExporterControlOptions {
  readonly exporters: LiveExporters;
  readonly store: ConfigStore;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What a config file wants of one exporter; what is left out stays as it is. */
export interface Wanted {
  readonly config?: ExporterConfig;
  readonly running?: boolean;
}

/** The exporters of a running agent for whoever changes them: each change is checked, made, told, and kept if asked. */
export class AgentExporterControl implements ExporterControl {
  readonly #exporters: LiveExporters;
  readonly #store: ConfigStore;
  readonly #changes: ChangeQueue;
  readonly #listeners = new Set<(event: ExporterEvent) => void>();

  constructor({ exporters, store, logger, clock }: AgentExporterControlOptions) {
    this.#exporters = exporters;
    this.#store = store;
    this.#changes = new ChangeQueue({
      logger,
      clock,
      find: (name) => exporters.get(name),
      tell: (event) => this.tell(event),
    });
  }

  list(): readonly ExporterView[] {
    return this.#exporters.list();
  }

  subscribe(listener: (event: ExporterEvent) => void): () => void {
    // One listener may subscribe twice, and end one of the two.
    const own = (event: ExporterEvent) => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Hands an event to everyone who subscribed. */
  tell(event: ExporterEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  add(name: string, entry: string, options: ChangeOptions = {}): Promise<Change> {
    return this.#changes.run(name, async () => {
      const plan = this.#store.planPut({ name, entry, pipeline: "join", ...options });
      const slot = this.#exporters.get(name);
      if (slot === undefined) {
        this.#checkStorage(plan.config);
        await this.#exporters.add(plan.config, plan.commit);
        return changed(name, `${name} runs`);
      }
      if (slot.instance === undefined || !isSameExporter(slot.config, plan.config)) {
        const message = `there is an exporter "${name}" with another entry already`;
        throw new SpandockError("EXPORTER_EXISTS", { message });
      }
      return await this.#replace(slot, plan.config, plan);
    });
  }

  remove(name: string, { persist }: ChangeOptions = {}): Promise<Change> {
    return this.#changes.run(name, async () => {
      const slot = this.#required(name);
      this.#store.plan({ kind: "remove", name }, persist).commit();
      return await this.#remove(slot);
    });
  }

  reload(name: string, options: ReloadOptions = {}): Promise<Change> {
    const { entry, canaryShare, persist } = options;
    return this.#changes.run(name, async () => {
      const slot = this.#required(name);
      checkShare(name, canaryShare);
      if (entry === undefined) return await this.#replace(slot, slot.config, { canaryShare });
      const plan = this.#store.planPut({ name, entry, pipeline: "leave", persist });
      this.#checkStorage(plan.config);
      return await this.#replace(slot, plan.config, { ...plan, canaryShare });
    });
  }

  enable(name: string, { persist }: ChangeOptions = {}): Promise<Change> {
    return this.#changes.run(name, async () => {
      const slot = this.#required(name);
      const plan = this.#store.plan({ kind: "enable", name }, persist);
      if (slot.instance === undefined) {
        await this.#exporters.enable(slot, plan.commit);
        return changed(name, `${name} is enabled`);
      }
      return commitOnly(plan, name, `${name} is enabled already`);
    });
  }

  disable(name: string, { persist }: ChangeOptions = {}): Promise<Change> {
    return this.#changes.run(name, async () => {
      const slot = this.#required(name);
      const plan = this.#store.plan({ kind: "disable", name }, persist);
      if (slot.instance === undefined) return commitOnly(plan, name, `${name} is disabled already`);
      plan.commit();
      return await this.#disable(slot);
    });
  }

  /** Brings one exporter to what a config file wants of it; undefined = it is in the file no more. */
  apply(name: string, wanted: Wanted | undefined): Promise<Change> {
    return this.#changes.run(name, async () => {
      const slot = this.#exporters.get(name);
      if (wanted === undefined)
        return slot === undefined ? unchanged(name, "it is gone") : this.#remove(slot);
      if (slot === undefined) return await this.#applyNew(name, wanted);
      const { config = slot.config, running = slot.instance !== undefined } = wanted;
      if (!running && slot.instance !== undefined) {
        const change = await this.#disable(slot);
        slot.config = config;
        return change;
      }
      const change = await this.#replace(slot, config, {});
      if (!running || slot.instance !== undefined) return change;
      await this.#exporters.enable(slot);
      return changed(name, `${name} is enabled`);
    });
  }

  /** The config in force. */
  currentConfig(): AgentConfig {
    return this.#store.currentConfig(this.#exporters.configs(), this.#exporters.runningNames());
  }

  /** Takes no further change, ends trials, and waits for changes that are under way. */
  async close(): Promise<void> {
    await this.#changes.close();
  }

  async #applyNew(name: string, { config, running }: Wanted): Promise<Change> {
    if (config === undefined) return unchanged(name, `${name} is not here`);
    this.#checkStorage(config);
    if (running) await this.#exporters.add(config);
    else this.#exporters.addDisabled(config);
    return changed(name, running ? `${name} runs` : `${name} is there, and in no pipeline`);
  }

  async #replace(slot: ExporterSlot, config: ExporterConfig, options: ReplaceOptions): Promise<Change> {
    const { name } = slot;
    const { commit, isNoop = true, canaryShare } = options;
    if (slot.instance === undefined) return this.#reconfigureDisabled(slot, config, options);
    const outcome = await this.#exporters.replace(slot, config, { ...(commit && { commit }), canaryShare });
    const { state } = slot.instance.plugin.status();
    switch (outcome) {
      case "replaced":
        return changed(name, `${name} was reloaded: ${slot.instance.digest}`);
      case "reconfigured":
        return changed(name, `the queue of ${name} has its new options`);
      case "unchanged":
        if (state === "restarting" || state === "crash-looping") {
          await slot.instance.plugin.restart();
          return changed(name, `${name} is the same as before, and was brought back`);
        }
        return isNoop
          ? unchanged(name, `${name} is the same as before, nothing was done`)
          : changed(name, `${name} is the same as before, and stands in the config file now`);
      default:
        return outcome satisfies never;
    }
  }

  #reconfigureDisabled(slot: ExporterSlot, config: ExporterConfig, { commit }: ReplaceOptions): Change {
    const { name } = slot;
    const isSame = isSameExporter(slot.config, config);
    if (slot.hasQueue) checkQueueChange(slot.config, config);
    commit?.();
    slot.config = config;
    if (isSame) return unchanged(name, `${name} is disabled; its file is read when it is enabled`);
    return changed(name, `${name} is disabled and will run with the new entry when it is enabled`);
  }

  async #disable(slot: ExporterSlot): Promise<Change> {
    await this.#exporters.disable(slot);
    return changed(slot.name, `${slot.name} is disabled`);
  }

  async #remove(slot: ExporterSlot): Promise<Change> {
    const lostSpans = await this.#exporters.remove(slot);
    const lost = lostSpans === 0 ? "" : `; ${lostSpans} spans of its queue were lost`;
    return changed(slot.name, `${slot.name} was removed${lost}`);
  }

  #required(name: string): ExporterSlot {
    const slot = this.#exporters.get(name);
    if (slot !== undefined) return slot;
    const known = [...this.#exporters.configs().keys()].join(", ") || "none";
    throw new SpandockError("EXPORTER_UNKNOWN", {
      message: `there is no exporter "${name}"; there are: ${known}`,
    });
  }

  /** A queue's directory belongs to one exporter. */
  #checkStorage({ name, sendingQueue: { storage } }: ExporterConfig): void {
    const others = [...this.#exporters.configs().values()].filter((other) => other.name !== name);
    const owner = others.find(
      ({ sendingQueue }) => storage !== undefined && sendingQueue.storage === storage,
    );
    if (owner === undefined) return;
    throw new SpandockError("CONFIG_INVALID", {
      message: `exporters.${name}.sending_queue.storage: expected a directory of its own, found ${storage}, which the exporter ${owner.name} uses`,
    });
  }
}

interface ReplaceOptions extends Partial<Plan> {
  readonly canaryShare?: number | undefined;
}

const changed = (exporter: string, message: string): Change => ({ kind: "changed", exporter, message });
const unchanged = (exporter: string, message: string): Change => ({ kind: "unchanged", exporter, message });

/** Nothing to do but to write it down, if that. */
function commitOnly({ commit, isNoop }: Plan, name: string, message: string): Change {
  commit();
  return isNoop ? unchanged(name, message) : changed(name, `${message}, and stands in the config file now`);
}

function checkShare(name: string, share: number | undefined): void {
  if (share === undefined || (share > 0 && share < 1)) return;
  throw new SpandockError("CHANGE_NOT_POSSIBLE", {
    message: `${name}: expected a canary's share between 0 and 1, found ${share}`,
  });
}
