import { dirname, resolve } from "node:path";
import { AdminServer, type HealthReport } from "./admin/index.ts";
import { AgentAdmin } from "./agent/admin-source.ts";
import { ConfigReload } from "./agent/config-reload.ts";
import { ConfigStore } from "./agent/config-store.ts";
import { Delivery } from "./agent/delivery.ts";
import { AgentExporterControl } from "./agent/exporter-control.ts";
import { FileWatch } from "./agent/file-watch.ts";
import { createGarbageCollector } from "./agent/garbage-collector.ts";
import { LiveExporters } from "./agent/live-exporters.ts";
import type { PluginEnvironment } from "./agent/plugins.ts";
import { receiversOf } from "./agent/receivers.ts";
import { Rules } from "./agent/rules/rules.ts";
import { unlessAborted } from "./agent/unless-aborted.ts";
import { type AgentConfig, type Environment, systemFiles } from "./config/index.ts";
import {
  type Clock,
  type Endpoint,
  type ExporterControl,
  type ExporterEvent,
  formatEndpoint,
  type Service,
  type SpandockError,
  systemClock,
} from "./contract/index.ts";
import { createReceiverMemory, type Receiver } from "./receivers/index.ts";

export { startPlugin } from "./agent/plugins.ts";
export { openQueueDirectory, readDeadLetter } from "./pipeline/index.ts";
export { createLogger, type LoggerOptions } from "./telemetry/index.ts";

export interface AgentOptions extends PluginEnvironment {
  readonly config: AgentConfig;
  /** Of spandock itself. */
  readonly version: string;
  /** What `${env:…}` stands for in exporters that come while the agent runs. */
  readonly env: Environment;
  /** Reads the config file anew, for `reloadConfig`; throws SpandockErrors. */
  readonly readConfig: () => AgentConfig;
  /** Reloads the config by itself when its file, or a plugin's, has changed. */
  readonly watch?: boolean;
  /** 0 ≤ n < 1; `Math.random` when it is left out. */
  readonly random?: () => number;
}

/** How an agent ended. */
export interface StopReport {
  /** Accepted spans that are neither delivered, nor in a dead letter, nor on a disk; added up over the exporters. */
  readonly lostSpans: number;
  /** What plugins said while stopping. */
  readonly problems: readonly SpandockError[];
}

interface Listener extends Service {
  address(): Endpoint;
}

/**
 * The whole agent: it starts plugins, pipeline, admin and receivers in this order, and stops them in reverse.
 * Exporters come and go in between through `exporters`.
 */
export class Agent {
  readonly exporters: ExporterControl;
  readonly #options: AgentOptions;
  readonly #clock: Clock;
  readonly #live: LiveExporters;
  readonly #control: AgentExporterControl;
  readonly #reload: ConfigReload;
  readonly #receivers = new Map<string, Receiver>();
  readonly #startedAtMillis: number;
  #admin: Listener | undefined;
  #delivery: Delivery | undefined;
  #watch: FileWatch | undefined;
  #rules: Rules | undefined;
  #phase: "starting" | "running" | "stopping" = "starting";
  #stopped: Promise<StopReport> | undefined;

  private constructor(options: AgentOptions) {
    const { config, logger, clock = systemClock, env, readConfig } = options;
    this.#options = options;
    this.#clock = clock;
    this.#startedAtMillis = clock.now();
    const store = new ConfigStore({ config, env, files: systemFiles, logger });
    const { cacheDirectory, threads } = options;
    const onEvent = (event: ExporterEvent) => this.#control.tell(event);
    this.#live = new LiveExporters({ logger, cacheDirectory, clock, threads, onEvent });
    this.#control = new AgentExporterControl({ exporters: this.#live, store, logger, clock });
    this.exporters = this.#control;
    this.#reload = new ConfigReload({
      control: this.#control,
      store,
      started: config,
      read: readConfig,
      logger,
    });
  }

  /**
   * Starts everything that the config's pipelines name, and resolves when spans may come.
   *
   * @throws SpandockError or SpandockErrors with every problem; what had started is stopped again.
   */
  static async start(options: AgentOptions): Promise<Agent> {
    const agent = new Agent(options);
    const { exporters, service } = options.config;
    await agent.#live.start(exporters.values(), service.pipelines.traces.exporters);
    try {
      await agent.#start();
      return agent;
    } catch (error) {
      await agent.stop();
      throw error;
    }
  }

  health(): HealthReport {
    const exporters = this.#live.list().filter(({ state }) => state !== "disabled");
    const components = Object.fromEntries([
      ...[...this.#receivers.keys()].map((name) => [`receivers/${name}`, "listening"]),
      ...exporters.map(({ name, state }) => [`exporters/${name}`, state]),
    ]);
    const allReady = exporters.every(({ state }) => state === "ready");
    const status = this.#phase === "running" ? (allReady ? "ready" : "degraded") : this.#phase;
    return { status, components };
  }

  /** Where its parts listen: `admin`, and each receiver as `otlp/http`. */
  addresses(): ReadonlyMap<string, Endpoint> {
    const listeners: [string, Listener][] = [...this.#receivers];
    if (this.#admin !== undefined) listeners.push(["admin", this.#admin]);
    return new Map(listeners.map(([name, listener]) => [name, listener.address()]));
  }

  /** Brings the exporters to what the config file says now. What fails is logged and stays as it was. */
  async reloadConfig(): Promise<void> {
    if (this.#phase === "running") await this.#reload.run();
  }

  /**
   * Stops in order, once; each part is bounded in time by the config. An abort of `signal` ends all waiting at once,
   * with what is not delivered by then counted as lost unless it is on a disk.
   */
  stop(signal?: AbortSignal): Promise<StopReport> {
    this.#stopped ??= this.#stop(signal);
    return this.#stopped;
  }

  async #start(): Promise<void> {
    const { config, version, logger, random = Math.random } = this.#options;
    const exporters = this.#live.pipelineExporters();
    const clock = this.#clock;
    const garbage = createGarbageCollector();
    const memory = createReceiverMemory(garbage);
    const delivery = await Delivery.create({ config, exporters, version, logger, clock, random, garbage });
    this.#delivery = delivery;
    await delivery.start();
    this.#live.useWith(delivery.pipeline);
    await this.#startAdmin(delivery);
    for (const name of config.service.pipelines.traces.receivers) {
      const entranceOf = (receiver: string) => delivery.entranceOf(receiver);
      const receivers = receiversOf(config.receivers.get(name)!, entranceOf, memory, logger);
      for (const [protocol, receiver] of receivers) {
        await this.#listen(`${name}/${protocol}`, receiver);
        this.#receivers.set(`${name}/${protocol}`, receiver);
      }
    }
    this.#phase = "running";
    await this.#startRules(delivery);
    if (this.#options.watch) await this.#startWatch();
    logger.log("info", "ready");
  }

  async #startRules({ sampler }: Delivery): Promise<void> {
    const { config, logger } = this.#options;
    const control = this.#control;
    const emit = (event: ExporterEvent) => control.tell(event);
    const { rules = [] } = config.service;
    this.#rules = new Rules({ rules, control, sampler, emit, logger, clock: this.#clock });
    await this.#rules.start();
  }

  async #startWatch(): Promise<void> {
    const { file } = this.#options.config;
    const plugins = () => [...this.#live.configs().values()].map(({ pluginFile }) => pluginFile);
    this.#watch = new FileWatch({
      files: () => [...(file === undefined ? [] : [file]), ...plugins()],
      onChange: () => void this.reloadConfig(),
      clock: this.#clock,
    });
    await this.#watch.start();
  }

  async #startAdmin({ sampler }: Delivery): Promise<void> {
    const { config, logger, version } = this.#options;
    const { admin } = config.service;
    if (admin === undefined) return;
    const source = new AgentAdmin({
      version,
      startedAtMillis: this.#startedAtMillis,
      health: () => this.health(),
      config: () => this.#control.currentConfig(),
      receivers: this.#receivers,
      exporters: this.#control,
      spans: sampler.recentSpans,
    });
    const home = config.file === undefined ? process.cwd() : dirname(config.file);
    const { uploadDirectory = resolve(home, "plugins"), ...access } = admin;
    const server = new AdminServer({ ...access, uploadDirectory, source, logger, clock: this.#clock });
    await this.#listen("admin", server);
    this.#admin = server;
  }

  async #listen(component: string, listener: Listener): Promise<void> {
    await listener.start();
    this.#options.logger.log("info", "listening", {
      component,
      endpoint: formatEndpoint(listener.address()),
    });
  }

  async #stop(signal?: AbortSignal): Promise<StopReport> {
    this.#phase = "stopping";
    const { logger } = this.#options;
    this.#delivery?.sendWaitersAway();
    await this.#rules?.stop();
    await this.#watch?.stop();
    await unlessAborted(this.#control.close(), signal);
    await unlessAborted(
      Promise.all([...this.#receivers.values()].map((receiver) => receiver.stop())),
      signal,
    );
    const lostSpans = await this.#drain(signal);
    const problems = (await unlessAborted(this.#live.stop(), signal)) ?? [];
    await this.#admin?.stop();
    logger.log(lostSpans === 0 ? "info" : "error", "stopped", { lostSpans });
    return { lostSpans, problems };
  }

  async #drain(signal?: AbortSignal): Promise<number> {
    const reports = (await this.#delivery?.drain(signal)) ?? [];
    for (const { exporter, ...left } of reports) {
      if (left.lostBatches > 0) this.#options.logger.log("error", "spans were lost", { exporter, ...left });
      else if (left.keptBatches > 0)
        this.#options.logger.log("info", "spans stay on disk", { exporter, ...left });
    }
    return reports.reduce((sum, report) => sum + report.lostSpans, 0);
  }
}
