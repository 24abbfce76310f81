import type {
  BatchOptions,
  CrashLoopOptions,
  Endpoint,
  InjectedHeaders,
  Limits,
  LogLevel,
  OtlpGrpcReceiverOptions,
  OtlpHttpReceiverOptions,
  Permissions,
  PluginConfig,
  RetryOptions,
  SendingQueueOptions,
} from "../contract/index.ts";

/**
 * A whole config, checked and resolved: every path is absolute, every duration in milliseconds, every size in
 * bytes, every default filled in, every name in a pipeline defined. Nothing in it changes after it was made.
 */
export interface AgentConfig {
  /** Absolute path of the file it was read from; undefined when it was made from flags. */
  readonly file: string | undefined;
  /** By `otlp` or `otlp/name`, in the order of the file, also those that no pipeline uses. */
  readonly receivers: ReadonlyMap<string, ReceiverConfig>;
  /** By the user's name, in the order of the file, also those that no pipeline uses. */
  readonly exporters: ReadonlyMap<string, ExporterConfig>;
  readonly service: ServiceConfig;
  /** What is allowed but likely not meant, such as an exporter in no pipeline. */
  readonly warnings: readonly ConfigWarning[];
  /** Values that may never be shown, not even as a part of another text. */
  readonly secrets: readonly string[];
}

/** One receiver. Every protocol that is present listens. */
export interface ReceiverConfig {
  readonly name: string;
  readonly type: "otlp";
  readonly at: ConfigPosition | undefined;
  readonly http?: OtlpHttpReceiverOptions;
  readonly grpc?: OtlpGrpcReceiverOptions;
}

/** One exporter: a plugin, what it is told, what it may do, and how batches reach it. */
export interface ExporterConfig {
  readonly name: string;
  /** Where its name stands in the file. */
  readonly at: ConfigPosition | undefined;
  /** Absolute path of the `.wasm`. It existed when the config was read. */
  readonly pluginFile: string;
  /** `sha256:` and 64 lower-case hex digits; with it, no other file is taken. */
  readonly digest?: string;
  readonly config: PluginConfig;
  /** Undefined when the config does not speak of permissions; an empty `permissions` grants nothing, knowingly. */
  readonly permissions: Permissions | undefined;
  /** Headers that the host adds to the guest's requests, by origin as in `permissions.http`. They may be secret. */
  readonly injectHeaders: InjectedHeaders;
  readonly limits: Limits;
  readonly crashLoop: CrashLoopOptions;
  readonly sendingQueue: SendingQueueOptions;
  readonly retry: RetryOptions;
  /** Without it, batches go as they came. */
  readonly batch?: BatchOptions;
}

/** What concerns the agent as a whole: the config's `service`. */
export interface ServiceConfig {
  /** Undefined when it is switched off. */
  readonly admin: AdminConfig | undefined;
  /** Of the queues' draining; each plugin's `stop_timeout` comes after it. */
  readonly shutdownTimeoutMillis: number;
  /** Without it, batches that can't be delivered are counted and dropped. */
  readonly deadLetter?: DeadLetterConfig;
  readonly memoryLimiter?: MemoryLimiterConfig;
  readonly telemetry: TelemetryConfig;
  /** Without it there are none. */
  readonly rules?: readonly RuleConfig[];
  readonly pipelines: { readonly traces: PipelineConfig };
}

export interface AdminConfig {
  readonly endpoint: Endpoint;
  /** With it, whatever the admin endpoint tells or changes wants this bearer token. */
  readonly token?: string;
  /** Host names, beside loopback and `endpoint`, under which the admin endpoint may be asked. Lower case. */
  readonly allowedHosts?: readonly string[];
  /** Absolute path of the directory that uploaded plugins go to; `plugins` beside the config file when left out. */
  readonly uploadDirectory?: string;
}

export const defaultAdmin: AdminConfig = { endpoint: { host: "127.0.0.1", port: 55679 } };

/** Where batches go that can't be delivered: the config's `service.dead_letter`. */
export interface DeadLetterConfig {
  /** Absolute path. */
  readonly directory: string;
  /** All dead letters together; one that would exceed it is not kept. */
  readonly maxBytes: number;
}

/** When receivers refuse for want of memory: the config's `service.memory_limiter`. */
export interface MemoryLimiterConfig {
  /** Resident memory of the process that is not to be passed. */
  readonly limitBytes: number;
  /** Receivers refuse from `limitBytes - spikeBytes` on. */
  readonly spikeBytes: number;
  readonly checkIntervalMillis: number;
}

export interface TelemetryConfig {
  readonly logs: { readonly level: LogLevel };
  /** Without it the agent makes no traces of its own. */
  readonly traces?: OwnTracesConfig;
}

/** The agent's own traces, which go through its own pipeline: the config's `service.telemetry.traces`. */
export interface OwnTracesConfig {
  /** 0 < share ≤ 1 of the batches that are traced. */
  readonly share: number;
}

/** One of the config's `service.rules`: an exporter that comes or goes by itself. */
export interface RuleConfig {
  /** At least one; all of them must hold. */
  readonly conditions: readonly RuleCondition[];
  /** The spans that `spans` and `error-spans` are about. */
  readonly selection: RuleSelection;
  readonly action: "enable" | "disable";
  /** A name in `exporters`. */
  readonly exporter: string;
  /** How long the action lasts at least; after it, as long as the conditions hold. */
  readonly holdMillis: number;
}

export interface RuleSelection {
  /** The resource's `service.name`; undefined = any. */
  readonly service: string | undefined;
  /** Attributes of the span or its resource, and their values written as text; undefined = any. */
  readonly attributes: ReadonlyMap<string, string> | undefined;
}

/**
 * - `spans`: those of the selection; their share is one of all spans
 * - `error-spans`: those of them with the status error; their share is one of the selection
 * - `exporter-failures`: answers of an exporter that are retryable or permanent failures; their share is one of all
 *   its answers
 */
export type RuleCondition =
  | { readonly kind: "spans" | "error-spans"; readonly threshold: Threshold }
  | { readonly kind: "exporter-failures"; readonly exporter: string; readonly threshold: Threshold };

export interface Threshold {
  readonly comparison: ">" | ">=" | "<" | "<=";
  readonly value: number;
  readonly unit: "percent" | "per-second";
  /** How long it must be so without a break. */
  readonly forMillis: number;
}

export interface PipelineConfig {
  /** Names in `receivers`, at least one, each once. */
  readonly receivers: readonly string[];
  /** Names in `exporters`, at least one, each once. */
  readonly exporters: readonly string[];
  /** `all`: a batch is taken by every queue or by none. `independent`: by those that have room. */
  readonly fanOut: "all" | "independent";
}

/** A place in the config file, both counted from 1; the column in UTF-16 units. */
export interface ConfigPosition {
  readonly line: number;
  readonly column: number;
}

export interface ConfigWarning {
  readonly at: ConfigPosition | undefined;
  /** Names the file, line and column by itself. */
  readonly message: string;
}
