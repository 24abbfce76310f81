import type { SendingQueueOptions } from "./delivery-options.ts";
import type { ErrorCode } from "./error-catalog.ts";
import type { DirectoryGrant, Limits } from "./plugin-options.ts";

/**
 * Exporters of a running agent: what they are, and how they come, change and go, one at a time, with the others
 * untouched. Changes of one exporter wait for each other. What fails is thrown as a SpandockError (SpandockErrors,
 * when the entry has several problems), and the state before stays in force.
 */
export interface ExporterControl {
  /** All exporters by their names in the config, those that are disabled too. */
  list(): readonly ExporterView[];
  /**
   * Starts an exporter and gives it every batch from then on. Unchanged when there is one of that name with the same
   * entry, running from the same file; EXPORTER_EXISTS when there is another.
   *
   * @param entry what stands under the exporter's name in the config file, as YAML or JSON text. Relative paths
   * start at the config file's directory.
   */
  add(name: string, entry: string, options?: ChangeOptions): Promise<Change>;
  /** Drains, stops and forgets an exporter. What its queue has on disk stays there. */
  remove(name: string, options?: ChangeOptions): Promise<Change>;
  /**
   * Puts a new instance in the place of the running one, without a gap. Without `entry` the plugin's file is read
   * anew; when nothing has changed, nothing happens. Resolves when the change is in force, with `canaryShare` when
   * the canary is decided: it rejects with CANARY_ROLLED_BACK when the new one was the worse.
   */
  reload(name: string, options?: ReloadOptions): Promise<Change>;
  /** Starts an exporter that is in the config but in no pipeline. */
  enable(name: string, options?: ChangeOptions): Promise<Change>;
  /** Drains and stops an exporter. What its queue still has stays, for `enable`. */
  disable(name: string, options?: ChangeOptions): Promise<Change>;
  /** Calls back on each event, until the returned function is called. */
  subscribe(listener: (event: ExporterEvent) => void): () => void;
}

export interface ChangeOptions {
  /** Write the change into the config file too, comments kept; else it is forgotten on restart. */
  readonly persist?: boolean;
}

export interface ReloadOptions extends ChangeOptions {
  readonly entry?: string;
  /** 0 < share < 1: the part of the batches that goes to the new instance before it is promoted or rolled back. */
  readonly canaryShare?: number;
}

export interface Change {
  /** `unchanged`: it was as asked for already, and nothing was done. */
  readonly kind: "changed" | "unchanged";
  readonly exporter: string;
  /** One sentence for the operator. */
  readonly message: string;
}

/**
 * - `starting`: from its start until the plugin took its config
 * - `ready`: takes batches
 * - `restarting`: crashed, a new instance comes soon; batches wait for it
 * - `crash-looping`: crashed too often and is set aside for a while
 * - `stopped`: stopped with the agent
 * - `failed`: its first start failed
 * - `disabled`: in the config, in no pipeline
 */
export type ExporterState =
  | "starting"
  | "ready"
  | "restarting"
  | "crash-looping"
  | "stopped"
  | "failed"
  | "disabled";

/** What an operator sees of one exporter. Holds neither span data nor secrets. */
export interface ExporterView {
  readonly name: string;
  readonly state: ExporterState;
  /** When this state began, milliseconds since the epoch. */
  readonly sinceMillis: number;
  readonly plugin: {
    /** Absolute path of its `.wasm`. */
    readonly file: string;
    /** `sha256:…` of what runs; undefined while it is disabled. */
    readonly digest?: string;
    /** How many trace exporters it made; 0 while there is none. */
    readonly width: number;
  };
  /** Undefined when the config does not speak of permissions. */
  readonly permissions?: PermissionsView;
  readonly limits: Limits;
  /** Since the agent's start, over all instances. */
  readonly counters: ExporterCounters;
  readonly queue: QueueView;
  readonly memory: MemoryView;
  readonly crashes: number;
  readonly restarts: number;
  /** How often another instance took the place of a running one. */
  readonly swaps: number;
  readonly lastError?: { readonly code: ErrorCode; readonly message: string; readonly atMillis: number };
  /** When a plugin that is `restarting` or `crash-looping` is tried again, milliseconds since the epoch. */
  readonly retryAtMillis?: number;
  /** Set while a new instance is on trial. */
  readonly canary?: CanaryView;
  /** Milliseconds from handing a batch to the plugin to its answer. */
  readonly callMillis: Histogram;
}

export interface PermissionsView {
  readonly directories: readonly DirectoryGrant[];
  readonly http: readonly string[];
  /** Names only. */
  readonly env: readonly string[];
}

/** Spans, unless the name says otherwise. */
export interface ExporterCounters {
  readonly queuedSpans: number;
  readonly sentSpans: number;
  readonly rejectedSpans: number;
  readonly failedSpans: number;
  readonly deadLetteredSpans: number;
  readonly refusedSpans: number;
  readonly refusedBatches: number;
  readonly droppedSpans: number;
  /** Calls that repeated an earlier one. */
  readonly retries: number;
  /** Calls to the plugin, and the bytes that went over to it with them. */
  readonly calls: number;
  readonly boundaryBytes: number;
  /** Calls by their outcome; of several trace exporters in one plugin each gives its own. */
  readonly outcomes: {
    readonly accepted: number;
    readonly partlyRejected: number;
    readonly retryable: number;
    readonly permanent: number;
  };
}

export interface QueueView {
  /** In units of `sizer`. */
  readonly size: number;
  readonly capacity: number;
  readonly sizer: SendingQueueOptions["sizer"];
  readonly batches: number;
  readonly spans: number;
  readonly callsInFlight: number;
  readonly batchesWaitingForRetry: number;
  /** Bytes of its files; undefined without storage. */
  readonly storageBytes?: number;
}

export interface MemoryView {
  /** Linear memory after the last call. */
  readonly bytes: number;
  /** The most that was seen since the agent's start. */
  readonly highWaterBytes: number;
  readonly limitBytes: number;
}

export interface CanaryView {
  readonly share: number;
  readonly sinceMillis: number;
  readonly digest: string;
  /** Batches that the new instance has answered. */
  readonly answered: number;
}

/** As Prometheus has it, but counts are per bucket, not summed up. */
export interface Histogram {
  /** Upper bounds, inclusive, ascending; the last bucket has none. */
  readonly bounds: readonly number[];
  /** One longer than `bounds`. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/**
 * - `state`: an exporter went over to `state`
 * - `changed`: a change is in force
 * - `canary`: begun, promoted or rolled back, with the reason
 * - `rule`: a rule of the config fired or ended
 * - `log`: a change failed, or something else for the operator
 */
export interface ExporterEvent {
  readonly atMillis: number;
  readonly exporter: string;
  readonly kind: "state" | "changed" | "canary" | "rule" | "log";
  readonly message: string;
  readonly state?: ExporterState;
}
