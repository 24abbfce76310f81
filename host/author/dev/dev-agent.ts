import { Agent } from "../../agent.ts";
import type { AgentConfig, Environment } from "../../config/index.ts";
import { type Clock, formatEndpoint, SpandockError, SpandockErrors } from "../../contract/index.ts";
import { SampleTraffic } from "../traffic/index.ts";
import { devConfig, writtenDirectories } from "./dev-config.ts";
import type { DevEvent } from "./dev-event.ts";
import { DevLog } from "./dev-log.ts";
import { OutcomeWatch } from "./outcome-watch.ts";

export interface DevAgentOptions {
  /** The project's config file, absolute; undefined when it has none. */
  readonly configFile: string | undefined;
  /** Absolute path of the built plugin. */
  readonly component: string;
  readonly env: Environment;
  /** Of spandock itself. */
  readonly version: string;
  readonly cacheDirectory: string;
  /** Sample traffic; 0 = none. */
  readonly spansPerSecond: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly emit: (event: DevEvent) => void;
}

/** What the log has to know of the agent that it belongs to. */
interface Now {
  /** As it was read last. */
  config: AgentConfig;
  /** Errors are thrown to whoever makes the change, and told by it. */
  hasErrorsInHand: boolean;
}

/** The agent of a development session, with sample traffic and an eye on what becomes of it. */
export class DevAgent {
  readonly #options: DevAgentOptions;
  readonly #agent: Agent;
  readonly #traffic: SampleTraffic | undefined;
  readonly #outcomes: OutcomeWatch;
  readonly #now: Now;

  private constructor(options: DevAgentOptions, agent: Agent, now: Now) {
    const { clock, random, spansPerSecond, emit } = options;
    this.#options = options;
    this.#agent = agent;
    this.#now = now;
    this.#outcomes = new OutcomeWatch({
      list: () => agent.exporters.list(),
      onSummary: (summary) => emit({ kind: "outcomes", ...summary }),
      clock,
    });
    const address = agent.addresses().get("otlp/http");
    if (address === undefined || spansPerSecond === 0) return;
    this.#traffic = new SampleTraffic({
      url: `http://${formatEndpoint(address)}`,
      spansPerSecond,
      clock,
      random,
      onRefused: (reason) => emit({ kind: "refused", reason }),
    });
  }

  /** @throws SpandockErrors why the config or a plugin can't be used; nothing runs then */
  static async start(options: DevAgentOptions): Promise<DevAgent> {
    const { clock, random, env, version, cacheDirectory, emit } = options;
    const now: Now = { config: devConfig(options), hasErrorsInHand: true };
    for (const { message } of now.config.warnings) {
      emit({ kind: "log", level: "warn", exporter: undefined, message, fields: {} });
    }
    const logger = new DevLog({
      emit,
      level: () => now.config.service.telemetry.logs.level,
      hasErrorsInHand: () => now.hasErrorsInHand,
    });
    const readConfig = () => {
      now.config = devConfig(options);
      return now.config;
    };
    const { config } = now;
    const agent = await Agent.start({
      config,
      logger,
      env,
      version,
      cacheDirectory,
      clock,
      random,
      readConfig,
    });
    now.hasErrorsInHand = false;
    const made = new DevAgent(options, agent, now);
    const exporters = made.#ours(config);
    emit({ kind: "running", addresses: agent.addresses(), exporters });
    if (exporters.length === 0) {
      const message = `no exporter in the config runs ${options.component}: a rebuild will change nothing`;
      emit({ kind: "log", level: "warn", exporter: undefined, message, fields: {} });
    }
    await made.#outcomes.start();
    await made.#traffic?.start();
    return made;
  }

  /** Absolute paths that the agent or its plugins write to. */
  get writtenDirectories(): readonly string[] {
    return writtenDirectories(this.#now.config);
  }

  /**
   * Puts the plugin as it is on disk now in the place of the running one, in each exporter that runs it.
   *
   * @throws SpandockErrors why the new one can't be used; the old one runs on
   */
  async swap(buildMillis: number): Promise<void> {
    const { clock, component, emit } = this.#options;
    const errors: SpandockError[] = [];
    const ours = this.#agent.exporters
      .list()
      .filter(({ plugin, state }) => plugin.file === component && state !== "disabled");
    this.#now.hasErrorsInHand = true;
    for (const { name: exporter } of ours) {
      const startedAt = clock.monotonic();
      try {
        const { kind } = await this.#agent.exporters.reload(exporter);
        const swapMillis = clock.monotonic() - startedAt;
        emit({ kind: "swapped", exporter, isNew: kind === "changed", buildMillis, swapMillis });
      } catch (error) {
        errors.push(...knownErrors(error));
      }
    }
    this.#now.hasErrorsInHand = false;
    if (errors.length > 0) throw new SpandockErrors(errors);
  }

  /** Brings the exporters to what the config file says now; what fails is in the log, and stays as it was. */
  async reloadConfig(): Promise<void> {
    await this.#agent.reloadConfig();
    this.#options.emit({ kind: "reloaded" });
  }

  /** Drains and stops; an abort of `hurry` ends all waiting. */
  async stop(hurry?: AbortSignal): Promise<void> {
    await this.#traffic?.stop();
    const { lostSpans, problems } = await this.#agent.stop(hurry);
    await this.#outcomes.stop();
    this.#options.emit({ kind: "stopped", lostSpans, problems });
  }

  #ours(config: AgentConfig): readonly string[] {
    return config.service.pipelines.traces.exporters.filter(
      (name) => config.exporters.get(name)?.pluginFile === this.#options.component,
    );
  }
}

/** @throws what is no error for a user */
export function knownErrors(error: unknown): readonly SpandockError[] {
  if (error instanceof SpandockErrors) return error.errors;
  if (error instanceof SpandockError) return [error];
  throw error;
}
