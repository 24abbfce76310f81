import { differingFields, type ExporterConfig } from "../config/index.ts";
import { type Clock, type Logger, SpandockError, systemClock } from "../contract/index.ts";
import type { Plugin, PluginStatus } from "../plugins/index.ts";
import type { Call } from "./call-meter.ts";
import { MeteredPort } from "./metered-port.ts";
import { openExporter, type PluginEnvironment } from "./plugins.ts";

/** What an instance tells whoever it belongs to. */
export interface InstanceEvents {
  onCall(instance: ExporterInstance, call: Call): void;
  onStateChange(instance: ExporterInstance, status: PluginStatus): void;
}

/** Fields of an exporter's config that concern its queue, not its plugin. */
const queueFields: readonly string[] = ["sendingQueue", "retry", "batch"];

/** One plugin made from one config of one exporter: what a swap puts in the place of another. */
export class ExporterInstance {
  readonly config: ExporterConfig;
  readonly plugin: Plugin;
  readonly port: MeteredPort;
  readonly #logger: Logger;

  private constructor(config: ExporterConfig, plugin: Plugin, port: MeteredPort, logger: Logger) {
    this.config = config;
    this.plugin = plugin;
    this.port = port;
    this.#logger = logger;
  }

  /**
   * Reads the plugin's file. Nothing of it runs before `start`.
   *
   * @throws SpandockError PLUGIN_NOT_READABLE, PLUGIN_DIGEST_MISMATCH
   */
  static async open(
    config: ExporterConfig,
    environment: PluginEnvironment,
    events: InstanceEvents,
  ): Promise<ExporterInstance> {
    const clock: Clock = environment.clock ?? systemClock;
    // Nothing calls back before `start`.
    const plugin = await openExporter(config, environment, (status) => events.onStateChange(made, status));
    const port = new MeteredPort(plugin, clock, (call) => events.onCall(made, call));
    const made = new ExporterInstance(config, plugin, port, environment.logger);
    return made;
  }

  get digest(): string {
    return this.plugin.status().digest;
  }

  /** Whether another instance would do the same: what concerns the queue alone does not count. */
  isLike(other: ExporterInstance): boolean {
    const fields = differingFields(this.config, other.config).filter((field) => !queueFields.includes(field));
    return fields.length === 0 && this.digest === other.digest;
  }

  /** @throws SpandockError why the plugin can't be used; nothing of it is left then */
  async start(): Promise<void> {
    await this.plugin.start();
    const { name, pluginFile: file } = this.config;
    const { digest, width } = this.plugin.status();
    this.#logger.log("info", "plugin loaded", { exporter: name, file, digest, exporters: width });
  }

  /** Its stop is the plugin's last word: what goes wrong in it is logged, and holds nothing up. */
  async stop(): Promise<SpandockError | undefined> {
    try {
      await this.plugin.stop();
      return undefined;
    } catch (error) {
      if (!(error instanceof SpandockError)) throw error;
      const { code, message } = error;
      this.#logger.log("error", message, { code, exporter: this.config.name });
      return error;
    }
  }
}

/** What decides how a batch is kept and counted can't change under those that are in the queue. */
const fixedKeys = ["enabled", "storage", "fsync", "sizer"] as const;

/** @throws SpandockError CHANGE_NOT_POSSIBLE when the queues of the two differ in more than sizes and times */
export function checkQueueChange(before: ExporterConfig, after: ExporterConfig): void {
  const key = fixedKeys.find((each) => before.sendingQueue[each] !== after.sendingQueue[each]);
  if (key === undefined) return;
  throw new SpandockError("CHANGE_NOT_POSSIBLE", {
    message: `${after.name}: sending_queue.${key} can't change while its queue is in use`,
    fix: "Remove the exporter and add it anew, or restart the agent.",
  });
}
