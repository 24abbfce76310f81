import type { BatchOptions, ExporterPort, RetryOptions, SendingQueueOptions } from "../contract/index.ts";

/** One exporter of the pipeline, and how batches are brought to it. */
export interface PipelineExporter {
  readonly port: ExporterPort;
  readonly queue: SendingQueueOptions;
  readonly retry: RetryOptions;
  /** Without it batches are neither merged nor cut. Has no meaning when the queue is disabled. */
  readonly batch?: BatchOptions | undefined;
  /** `sha256:…` of the plugin's file, for dead letters. */
  readonly digest?: string | undefined;
}

/** One exporter's figures. Spans, unless the name says otherwise. */
export interface ExporterStats {
  readonly name: string;
  /** In units of the queue's `sizer`. */
  readonly queueSize: number;
  readonly queueCapacity: number;
  readonly sizer: SendingQueueOptions["sizer"];
  readonly batchesInQueue: number;
  readonly spansInQueue: number;
  readonly callsInFlight: number;
  readonly batchesWaitingForRetry: number;
  readonly queuedSpans: number;
  readonly sentSpans: number;
  readonly rejectedSpans: number;
  readonly failedSpans: number;
  readonly deadLetteredSpans: number;
  readonly refusedSpans: number;
  readonly refusedBatches: number;
  readonly droppedSpans: number;
  readonly retries: number;
  readonly crashedCalls: number;
  /** Size of the queue's files; undefined without storage. */
  readonly storageBytes?: number;
  readonly damagedRecords?: number;
}

/** What the stop left of one exporter's queue. */
export interface DrainReport {
  readonly exporter: string;
  /** Not delivered, in no dead letter and on no disk. */
  readonly lostBatches: number;
  readonly lostSpans: number;
  /** In the storage, for the next start. */
  readonly keptBatches: number;
  readonly keptSpans: number;
}
