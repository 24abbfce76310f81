import { AdminServer, type AdminSource, type HealthReport } from "./admin/index.ts";
import type { AgentConfig, ExporterConfig, ReceiverConfig } from "./config/index.ts";
import {
  type BatchConsumer,
  type Clock,
  type Endpoint,
  formatEndpoint,
  type Logger,
  type Service,
  SpandockError,
  SpandockErrors,
  systemClock,
} from "./contract/index.ts";
import { createPipeline, type Pipeline } from "./pipeline/index.ts";
import { openPlugin, type Plugin } from "./plugins/index.ts";
import { createOtlpGrpcReceiver, createOtlpHttpReceiver } from "./receivers/index.ts";

export { createLogger, type LoggerOptions } from "./telemetry/index.ts";

export interface AgentOptions {
  readonly config: AgentConfig;
  readonly logger: Logger;
  /** Where compiled plugins are kept; without it each start compiles anew. */
  readonly cacheDirectory?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** How an agent ended. */
export interface StopReport {
  /** Accepted spans that no exporter got in time, added up over the exporters; 0 = nothing was lost. */
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
  readonly #listeners = new Map<string, Listener>();
  #pipeline: Pipeline | undefined;
  #phase: "starting" | "running" | "stopping" = "starting";
  #stopped: Promise<StopReport> | undefined;

  private constructor(options: AgentOptions, plugins: readonly Plugin[]) {
    this.#options = options;
    this.#plugins = plugins;
  }

  /**
   * Starts everything that the config's pipelines name, and resolves when spans may come.
   *
   * @throws SpandockErrors with every problem; what had started is stopped again.
   */
  static async start(options: AgentOptions): Promise<Agent> {
    const agent = new Agent(options, await startPlugins(options));
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
      ...[...this.#listeners.keys()].map((name) => [`receivers/${name}`, "listening"]),
      ...plugins.map(({ name, state }) => [`exporters/${name}`, state]),
    ]);
    const allReady = plugins.every(({ state }) => state === "ready");
    const status = this.#phase === "running" ? (allReady ? "ready" : "degraded") : this.#phase;
    return { status, components };
  }

  /** Stops in order, once; each part is bounded in time by the config. */
  stop(): Promise<StopReport> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #start(): Promise<void> {
    const { config, logger, clock = systemClock, random = Math.random } = this.#options;
    const { fanOut } = config.service.pipelines.traces;
    this.#pipeline = createPipeline({
      exporters: this.#plugins.map((port) => {
        const { sendingQueue, retry, batch } = config.exporters.get(port.name)!;
        return { port, queue: sendingQueue, retry, batch, digest: port.status().digest };
      }),
      fanOut,
      shutdownTimeoutMillis: config.service.shutdownTimeoutMillis,
      logger,
      clock,
      random,
    });
    await this.#pipeline.start();
    const { admin, pipelines } = config.service;
    if (admin !== undefined) await this.#listen("admin", new AdminServer({ ...admin, source: this }));
    for (const name of pipelines.traces.receivers) {
      const receivers = receiversOf(config.receivers.get(name)!, this.#pipeline, logger);
      for (const [protocol, receiver] of receivers) await this.#listen(`${name}/${protocol}`, receiver);
    }
    this.#phase = "running";
    logger.log("info", "ready");
  }

  async #listen(component: string, listener: Listener): Promise<void> {
    await listener.start();
    this.#listeners.set(component, listener);
    this.#options.logger.log("info", "listening", {
      component,
      endpoint: formatEndpoint(listener.address()),
    });
  }

  async #stop(): Promise<StopReport> {
    this.#phase = "stopping";
    const { logger } = this.#options;
    const admin = this.#listeners.get("admin");
    const receivers = [...this.#listeners.values()].filter((listener) => listener !== admin).reverse();
    for (const receiver of receivers) await receiver.stop();
    const reports = (await this.#pipeline?.drain()) ?? [];
    for (const { exporter, ...left } of reports) {
      if (left.lostBatches > 0) logger.log("error", "spans were lost", { exporter, ...left });
      else if (left.keptBatches > 0) logger.log("info", "spans stay in the queue on disk", { exporter, ...left });
    }
    const lostSpans = reports.reduce((sum, report) => sum + report.lostSpans, 0);
    const problems = await stopPlugins(this.#plugins);
    for (const { code, message } of problems) logger.log("error", message, { code });
    await admin?.stop();
    logger.log(lostSpans === 0 ? "info" : "error", "stopped", { lostSpans });
    return { lostSpans, problems };
  }
}

/** Makes and starts the plugins of all exporters in pipelines, side by side; all of them, or none. */
async function startPlugins(options: AgentOptions): Promise<readonly Plugin[]> {
  const { config, logger } = options;
  const chosen = config.service.pipelines.traces.exporters.map((name) => config.exporters.get(name)!);
  const results = await Promise.allSettled(chosen.map((exporter) => startPlugin(exporter, options)));
  const started = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length === 0) return started;
  for (const { code, message } of await stopPlugins(started)) logger.log("error", message, { code });
  const unexpected = failures.find((failure) => !(failure instanceof SpandockError));
  throw unexpected ?? new SpandockErrors(failures);
}

/**
 * Opens, verifies and starts the plugin of one exporter.
 *
 * @throws SpandockError
 */
export async function startPlugin(exporter: ExporterConfig, options: AgentOptions): Promise<Plugin> {
  const { name, pluginFile: file } = exporter;
  const { logger, clock, cacheDirectory } = options;
  const plugin = await openPlugin({
    ...exporter,
    file,
    logger: logger.child({ exporter: name }),
    ...(clock === undefined ? {} : { clock }),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
  });
  await plugin.start();
  const { digest, width } = plugin.status();
  logger.log("info", "plugin loaded", { exporter: name, file, digest, exporters: width });
  return plugin;
}

/** Stops them one after the other, in reverse; one that fails does not keep the others from stopping. */
async function stopPlugins(plugins: readonly Plugin[]): Promise<readonly SpandockError[]> {
  const problems: SpandockError[] = [];
  for (const plugin of [...plugins].reverse()) {
    await plugin.stop().catch((error: unknown) => {
      if (!(error instanceof SpandockError)) throw error;
      problems.push(error);
    });
  }
  return problems;
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
