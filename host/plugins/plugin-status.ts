import type { ErrorCode } from "../contract/index.ts";

/**
 * - `starting`: from `start` until the first config was taken
 * - `ready`: takes batches
 * - `restarting`: crashed, a new instance comes soon; batches wait for it
 * - `crash-looping`: crashed too often; batches come back as retryable until the next try, by time or `restart`
 * - `stopped`: not started yet, or stopped
 * - `failed`: its first start failed
 */
export type PluginState = "starting" | "ready" | "restarting" | "crash-looping" | "stopped" | "failed";

/** Outcomes since the first start, each counted once for each exporter that gave one. */
export interface PluginCounters {
  readonly batches: number;
  readonly spans: number;
  readonly accepted: number;
  readonly partlyRejected: number;
  readonly rejectedSpans: number;
  readonly retryable: number;
  readonly permanent: number;
}

/** What an operator sees of a plugin. Holds no span data. */
export interface PluginStatus {
  readonly name: string;
  readonly file?: string;
  /** `sha256:…` of its `.wasm`. */
  readonly digest: string;
  readonly state: PluginState;
  /** When this state began, milliseconds since the epoch. */
  readonly sinceMillis: number;
  /** How many trace exporters it made; 0 before it was ready. */
  readonly width: number;
  readonly crashes: number;
  readonly restarts: number;
  readonly lastError?: { readonly code: ErrorCode; readonly message: string; readonly atMillis: number };
  /** When a plugin that is `restarting` or `crash-looping` is tried again, milliseconds since the epoch. */
  readonly retryAtMillis?: number;
  /** Batches taken and not answered. */
  readonly pending: number;
  readonly counters: PluginCounters;
  /** Its linear memories after its last call, and their cap. */
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
}
