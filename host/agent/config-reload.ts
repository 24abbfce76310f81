import { type AgentConfig, diffConfigs } from "../config/index.ts";
import { type Logger, SpandockError, SpandockErrors } from "../contract/index.ts";
import { type ConfigStore, filedIn, isSameExporter } from "./config-store.ts";
import type { AgentExporterControl, Wanted } from "./exporter-control.ts";

export interface ConfigReloadOptions {
  readonly control: AgentExporterControl;
  readonly store: ConfigStore;
  /** What the agent was started with. */
  readonly started: AgentConfig;
  /** Reads the config file anew; throws SpandockErrors. */
  readonly read: () => AgentConfig;
  readonly logger: Logger;
}

/**
 * Brings the exporters to what the config file says now, each by itself, and reads the plugins' files anew. Only what
 * has changed in the file counts: what was changed at run time and not written stays as it is.
 */
export class ConfigReload {
  readonly #options: ConfigReloadOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #notInForce = "";

  constructor(options: ConfigReloadOptions) {
    this.#options = options;
  }

  /** Never rejects: what fails is logged, and stays as it was. Several calls at a time come to one more run. */
  run(): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#runOnce().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    if (this.#again) return this.#running;
    this.#again = true;
    return this.#running.then(() => {
      this.#again = false;
      return this.run();
    });
  }

  async #runOnce(): Promise<void> {
    const { read, logger, store, started } = this.#options;
    let config: AgentConfig;
    try {
      config = read();
    } catch (error) {
      if (!(error instanceof SpandockErrors)) throw error;
      for (const { code, message } of error.errors) logger.log("error", message, { code });
      logger.log("error", "the config file was not taken; everything stays as it was");
      return;
    }
    store.addSecrets(config.secrets);
    this.#warnOfRest(diffConfigs(started, config));
    const filed = filedIn(config);
    const names = [...new Set([...store.filed.keys(), ...filed.keys()])];
    // Those that go make room for those that come: a queue's directory may change hands.
    const inOrder = [...names.filter((name) => !filed.has(name)), ...names.filter((name) => filed.has(name))];
    let [changed, failed] = [0, 0];
    for (const name of inOrder) {
      try {
        const change = await this.#apply(name, filed);
        store.setFiled(name, filed.get(name));
        if (change) changed += 1;
      } catch (error) {
        // Logged by whoever made the change.
        if (!(error instanceof SpandockError || error instanceof SpandockErrors)) throw error;
        failed += 1;
      }
    }
    logger.log(failed === 0 ? "info" : "error", "config reloaded", { changed, failed });
  }

  async #apply(name: string, filed: ReturnType<typeof filedIn>): Promise<boolean> {
    const { control, store } = this.#options;
    const [before, after] = [store.filed.get(name), filed.get(name)];
    if (after === undefined) return (await control.apply(name, undefined)).kind === "changed";
    const isSame = before !== undefined && isSameExporter(before.config, after.config);
    const wanted: Wanted = {
      ...(!isSame && { config: after.config }),
      ...(before?.running !== after.running && { running: after.running }),
    };
    return (await control.apply(name, wanted)).kind === "changed";
  }

  /** What only a restart can change; told once for each state of the file. */
  #warnOfRest({ receivers, service }: ReturnType<typeof diffConfigs>): void {
    const parts = [...receivers.added, ...receivers.removed, ...receivers.changed.map(({ name }) => name)];
    const keys = [
      ...parts.map((name) => `receivers.${name}`),
      ...service.filter((key) => key !== "pipelines").map((key) => `service.${key}`),
    ];
    const text = keys.join(", ");
    if (text !== "" && text !== this.#notInForce) {
      this.#options.logger.log("warn", `changed, and in force after a restart only: ${text}`);
    }
    this.#notInForce = text;
  }
}
