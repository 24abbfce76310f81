/**
 * pipeline: brings every batch to every exporter: fan-out, a queue per exporter in memory or on disk, merging and
 * cutting, retry, dead letters, drain. No batch's way depends on what its spans say (the sampler only counts and shows
 * some of them), it never writes to a batch's bytes, and knows plugins only as `ExporterPort`.
 */

export {
  type DeadLetter,
  DeadLetterDirectory,
  type DeadLetterDirectoryOptions,
  type DeadLetterNote,
  type DeadLetterSink,
  readDeadLetter,
  type StoredDeadLetter,
} from "./dead-letters/index.ts";
export type { FanOut } from "./fan-out.ts";
export { MemoryLimiter, type MemoryLimiterOptions } from "./memory-limiter.ts";
export { createPipeline, Pipeline, type PipelineOptions } from "./pipeline.ts";
export type { DrainReport, ExporterStats, PipelineExporter } from "./pipeline-exporter.ts";
export {
  hasResourceAttribute,
  type SpanCounts,
  SpanSampler,
  type SpanSamplerOptions,
  type SpanSelection,
  type SpanWatch,
} from "./sampling/index.ts";
export type { FailureReason, TargetFailure } from "./shipment.ts";
export {
  type OfflineQueue,
  type OpenQueueOptions,
  openQueueDirectory,
  type QueueFiles,
} from "./storage/index.ts";
