import { AdminServer, type AdminSource, type HealthReport } from "./admin/index.ts";
import { Delivery } from "./agent/delivery.ts";
import { type PluginEnvironment, startPlugins, stopPlugins } from "./agent/plugins.ts";
import type { AgentConfig, ReceiverConfig } from "./config/index.ts";
import {
  type BatchConsumer,
  type Endpoint,
  formatEndpoint,
  type Logger,
  type Service,
  type SpandockError,
  systemClock,
} from "./contract/index.ts";
import type { Plugin } from "./plugins/index.ts";
import { createOtlpGrpcReceiver, createOtlpHttpReceiver } from "./receivers/index.ts";

export { startPlugin } from "./agent/plugins.ts";
export { openQueueDirectory, readDeadLetter } from "./pipeline/index.ts";
export { createLogger, type LoggerOptions } from "./telemetry/index.ts";

export interface AgentOptions extends PluginEnvironment {
  readonly config: AgentConfig;
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

/** The whole agent: it starts plugins, pipeline, admin and receivers in this order, and stops them in reverse. */
export class Agent implements AdminSource {
  readonly #options: AgentOptions;
  readonly #plugins: readonly Plugin[];
  readonly #receivers = new Map<string, Listener>();
  #admin: Listener | undefined;
  #delivery: Delivery | undefined;
  #phase: "starting" | "running" | "stopping" = "starting";
  #stopped: Promise<StopReport> | undefined;

  private constructor(options: AgentOptions, plugins: readonly Plugin[]) {
    this.#options = options;
    this.#plugins = plugins;
  }

  /**
   * Starts everything that the config's pipelines name, and resolves when spans may come.
   *
   * @throws SpandockError or SpandockErrors with every problem; what had started is stopped again.
   */
  static async start(options: AgentOptions): Promise<Agent> {
    const agent = new Agent(options, await startPlugins(options.config, options));
    try {
      await agent.#start();
      return agent;
    } catch (error) {
      await agent.stop();
      throw error;
    }
  }

  health(): HealthReport {
    const plugins = this.#plugins.map((plugin) => plugin.status());
    const components = Object.fromEntries([
      ...[...this.#receivers.keys()].map((name) => [`receivers/${name}`, "listening"]),
      ...plugins.map(({ name, state }) => [`exporters/${name}`, state]),
    ]);
    const allReady = plugins.every(({ state }) => state === "ready");
    const status = this.#phase === "running" ? (allReady ? "ready" : "degraded") : this.#phase;
    return { status, components };
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
    const { config, logger, clock = systemClock, random = Math.random } = this.#options;
    this.#delivery = await Delivery.create({ config, plugins: this.#plugins, logger, clock, random });
    await this.#delivery.start();
    const { admin, pipelines } = config.service;
    if (admin !== undefined) {
      const server = new AdminServer({ ...admin, source: this });
      await this.#listen("admin", server);
      this.#admin = server;
    }
    for (const name of pipelines.traces.receivers) {
      const receivers = receiversOf(config.receivers.get(name)!, this.#delivery.entrance, logger);
      for (const [protocol, receiver] of receivers) {
        await this.#listen(`${name}/${protocol}`, receiver);
        this.#receivers.set(`${name}/${protocol}`, receiver);
      }
    }
    this.#phase = "running";
    logger.log("info", "ready");
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
    await unlessAborted(
      Promise.all([...this.#receivers.values()].map((receiver) => receiver.stop())),
      signal,
    );
    const lostSpans = await this.#drain(signal);
    const problems = (await unlessAborted(stopPlugins(this.#plugins), signal)) ?? [];
    for (const { code, message } of problems) logger.log("error", message, { code });
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

function receiversOf(
  receiver: ReceiverConfig,
  consumer: BatchConsumer,
  logger: Logger,
): [string, Listener][] {
  const { name, http, grpc } = receiver;
  const listeners: [string, Listener][] = [];
  if (http !== undefined) {
    const child = logger.child({ receiver: `${name}/http` });
    listeners.push(["http", createOtlpHttpReceiver({ ...http, consumer, logger: child })]);
  }
  if (grpc !== undefined) {
    const child = logger.child({ receiver: `${name}/grpc` });
    listeners.push(["grpc", createOtlpGrpcReceiver({ ...grpc, consumer, logger: child })]);
  }
  return listeners;
}

/** What `work` gives, or undefined as soon as `signal` is aborted. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return await work;
  if (signal.aborted) return undefined;
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return await Promise.race([work, aborted]);
}
