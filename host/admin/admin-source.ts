import type { ErrorCode, ExporterControl, RecentSpans } from "../contract/index.ts";

/** What the admin endpoint asks of the agent, and how it has things changed. */
export interface AdminSource {
  /** `ready` once every receiver listens and every exporter that is not disabled is ready. */
  health(): HealthReport;
  agent(): AgentView;
  /** The config in force, as plain JSON values, with secrets hidden. */
  config(): Readonly<Record<string, unknown>>;
  /** The agent's figures in Prometheus's text format. */
  metrics(): string;
  /** Says what a file is that may be anything. Never throws, and runs nothing of it. */
  inspect(bytes: Uint8Array, name: string): Inspection;
  readonly exporters: ExporterControl;
  readonly spans: RecentSpans;
}

export interface HealthReport {
  readonly status: "starting" | "ready" | "degraded" | "stopping";
  /** State of each part by its name, such as `receivers/otlp` or `exporters/files`. */
  readonly components: Readonly<Record<string, string>>;
}

export interface AgentView {
  readonly version: string;
  /** The WIT package and its version. */
  readonly contract: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMillis: number;
  /** Absolute path; undefined when the agent was started by flags. */
  readonly configFile?: string;
  readonly residentBytes: number;
  readonly receivers: readonly ReceiverView[];
}

export interface ReceiverView {
  readonly name: string;
  readonly transport: "http" | "grpc";
  /** `host:port` in use. */
  readonly endpoint: string;
  /** Counts by name; they only grow. */
  readonly figures: Readonly<Record<string, number>>;
}

/** What is told of a plugin's file; the rest is passed on as it is. */
export interface Inspection {
  readonly kind: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly sizeBytes: number;
  /** Why this agent would not take it. */
  readonly refusal?: { readonly code: ErrorCode; readonly message: string; readonly fix: string };
}
