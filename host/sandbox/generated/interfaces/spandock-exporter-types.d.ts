// Made by wit/generate.mjs from wit/exporter.wit. Change those.
/** @module Interface spandock:exporter/types@1.0.0 **/
/**
 * The format of a config blob.
 * # Variants
 *
 * ## `"unknown"`
 *
 * The agent was not told. Treat the bytes as opaque.
 * ## `"yaml"`
 *
 * YAML 1.2, UTF-8, exactly as the user wrote it.
 * ## `"json"`
 *
 * JSON (RFC 8259), UTF-8.
 */
export type ConfigType = "unknown" | "yaml" | "json";
/**
 * Spans as they came over the wire, not decoded by the agent.
 */
export interface SpanBatch {
  /**
   * An `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`
   * in protobuf encoding. The bytes belong to the guest for the time of
   * the call.
   */
  spans: Uint8Array;
  /**
   * How many spans these bytes hold, over all resources and scopes.
   */
  spanCount: number;
}
/**
 * The batch was taken, wholly or in part. It is not sent again.
 */
export interface Accepted {
  /**
   * Spans that the exporter or its destination refused; 0 = all taken.
   */
  rejectedSpans: number;
  /**
   * Why spans were rejected, or a warning beside a full success.
   */
  message?: string;
}
/**
 * The batch was not taken, and the same batch may succeed later.
 */
export interface Retryable {
  /**
   * What went wrong, for the operator. Holds no span data and no secrets.
   */
  message: string;
  /**
   * The earliest time for the next try, as the destination asked for it;
   * without it the agent's own backoff decides. Milliseconds from now.
   */
  retryAfterMs?: number;
}
/**
 * Why a batch was not taken.
 */
export type Failure = FailureRetryable | FailurePermanent;
/**
 * Try again later.
 */
export interface FailureRetryable {
  tag: "retryable";
  val: Retryable;
}
/**
 * This batch can never succeed. The agent does not send it again.
 */
export interface FailurePermanent {
  tag: "permanent";
  val: string;
}
