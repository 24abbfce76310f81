/** The queue in front of one exporter: the config's `sending_queue`. */
export interface SendingQueueOptions {
  /** Without a queue, the receiver waits for the exporter's first answer, and nothing is retried. */
  readonly enabled: boolean;
  /** Capacity in units of `sizer`, batches in flight included. */
  readonly queueSize: number;
  readonly sizer: "requests" | "spans" | "bytes";
  /** Batches that may be with the plugin at the same time, waiting for its one thread. */
  readonly numConsumers: number;
  /** A full queue makes the receiver wait instead of refusing. */
  readonly blockOnOverflow: boolean;
  /** Absolute path of a directory; with it, a batch is on disk before it counts as queued. */
  readonly storage?: string;
  /** When written records are forced to the disk. */
  readonly fsync: "always" | "interval" | "never";
}

export const defaultSendingQueue: SendingQueueOptions = {
  enabled: true,
  queueSize: 1000,
  sizer: "requests",
  numConsumers: 10,
  blockOnOverflow: false,
  fsync: "always",
};

/** What happens to a batch after a retryable outcome: the config's `retry_on_failure`. */
export interface RetryOptions {
  readonly enabled: boolean;
  readonly initialIntervalMillis: number;
  readonly maxIntervalMillis: number;
  /** After this time from the first try the batch is given up; 0 = never. */
  readonly maxElapsedTimeMillis: number;
  readonly multiplier: number;
  /** 0…1: each wait is drawn from interval × (1 ± factor). */
  readonly randomizationFactor: number;
}

/** The OpenTelemetry Collector's defaults. */
export const defaultRetry: RetryOptions = {
  enabled: true,
  initialIntervalMillis: 5_000,
  maxIntervalMillis: 30_000,
  maxElapsedTimeMillis: 300_000,
  multiplier: 1.5,
  randomizationFactor: 0.5,
};

/** Merging and splitting of batches before they reach the plugin: the config's `batch`. */
export interface BatchOptions {
  /** Spans that make a batch ready to go. */
  readonly sendBatchSize: number;
  /** Larger batches are split to at most this many spans; 0 = never split. */
  readonly sendBatchMaxSize: number;
  /** A smaller batch goes after this time. */
  readonly timeoutMillis: number;
}
