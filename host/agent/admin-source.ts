import type { AdminSource, AgentView, HealthReport, ReceiverView } from "../admin/index.ts";
import { type AgentConfig, redactConfig } from "../config/index.ts";
import {
  contractPackage,
  contractVersion,
  type ExporterControl,
  formatEndpoint,
  type RecentSpans,
} from "../contract/index.ts";
import { inspectPlugin } from "../plugins/index.ts";
import type { Receiver } from "../receivers/index.ts";
import { agentMetrics, formatMetrics, type ReceiverFigures } from "../telemetry/index.ts";

export interface AgentAdminOptions {
  readonly version: string;
  readonly startedAtMillis: number;
  readonly health: () => HealthReport;
  /** The config in force; it changes with the exporters. */
  readonly config: () => AgentConfig;
  /** By receiver and protocol, such as `otlp/http`. */
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly exporters: ExporterControl;
  readonly spans: RecentSpans;
}

const contract = `${contractPackage}@${contractVersion}`;

/** The agent as its admin endpoint sees it. */
export class AgentAdmin implements AdminSource {
  readonly exporters: ExporterControl;
  readonly spans: RecentSpans;
  readonly #options: AgentAdminOptions;

  constructor(options: AgentAdminOptions) {
    this.#options = options;
    this.exporters = options.exporters;
    this.spans = options.spans;
  }

  health(): HealthReport {
    return this.#options.health();
  }

  agent(): AgentView {
    const { version, startedAtMillis, config, receivers } = this.#options;
    const { file } = config();
    return {
      version,
      contract,
      startedAtMillis,
      ...(file === undefined ? {} : { configFile: file }),
      residentBytes: process.memoryUsage.rss(),
      receivers: [...receivers].map(viewOf),
    };
  }

  config(): Readonly<Record<string, unknown>> {
    return redactConfig(this.#options.config());
  }

  metrics(): string {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const { version, receivers } = this.#options;
    return formatMetrics(
      agentMetrics({
        version,
        contract,
        receivers: [...receivers].map(figuresOf),
        exporters: this.exporters.list(),
        process: {
          uptimeSeconds: process.uptime(),
          cpuSeconds: (user + system) / 1e6,
          residentBytes: rss,
          heapBytes: heapUsed,
        },
      }),
    );
  }

  inspect(bytes: Uint8Array, name: string) {
    return inspectPlugin(bytes, name);
  }
}

function viewOf([name, receiver]: [string, Receiver]): ReceiverView {
  return {
    name,
    transport: transportOf(name),
    endpoint: formatEndpoint(receiver.address()),
    figures: { ...receiver.stats() },
  };
}

function figuresOf([name, receiver]: [string, Receiver]): ReceiverFigures {
  const stats = receiver.stats();
  const { acceptedSpans, refusedSpans, rejectedSpans, failedSpans, receivedBytes } = stats;
  return {
    name: name.slice(0, name.lastIndexOf("/")),
    transport: transportOf(name),
    acceptedSpans,
    refusedSpans,
    rejectedSpans,
    failedSpans,
    receivedBytes,
    requests: {
      accepted: stats.acceptedRequests,
      refused: stats.refusedRequests,
      rejected: stats.rejectedRequests,
      invalid: stats.invalidRequests,
      unauthorized: stats.unauthorizedRequests,
      aborted: stats.abortedRequests,
      failed: stats.failedRequests,
    },
  };
}

const transportOf = (name: string) => (name.endsWith("/grpc") ? "grpc" : "http");
