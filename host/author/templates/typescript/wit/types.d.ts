// Made by `npm run types` from the WIT.

declare module 'spandock:exporter/config@1.0.0' {
  /**
   * Parses one YAML 1.2 document and gives it back as JSON, for guests
   * without a YAML library of their own. The `err` text names line and
   * column.
   */
  export function yamlToJson(yaml: string): string;
}

declare module 'spandock:exporter/log@1.0.0' {
  /**
   * Writes one line. `fields` are structured key-value pairs beside the
   * message. The agent cuts long messages and limits the rate.
   */
  export function log(level: Level, message: string, fields: Array<[string, string]>): void;
  /**
   * Severity, lowest first.
   * # Variants
   * 
   * ## `"trace"`
   * 
   * ## `"debug"`
   * 
   * ## `"info"`
   * 
   * ## `"warn"`
   * 
   * ## `"error"`
   * 
   * ## `"critical"`
   * 
   * The guest is about to trap. When a trap follows in the same call, the
   * agent reports this message as its reason.
   */
  export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'critical';
}

declare module 'spandock:exporter/trace-exporter-plugin@1.0.0' {
  /**
   * Makes the exporters of one config; each of them gets every batch.
   * Called once, before any other function. On `err` the plugin must have
   * released whatever it had opened: the agent reports the text and does not
   * start the plugin.
   */
  export function traceExportersFromConfig(blob: Uint8Array, configType: ConfigType): Array<TraceExporter>;
  /**
   * Called once, after the last batch: flush, sync, close. The text of an
   * `err` goes to the operator; it may hold several lines.
   */
  export function stop(): void;
  export type Accepted = import('spandock:exporter/types@1.0.0').Accepted;
  export type ConfigType = import('spandock:exporter/types@1.0.0').ConfigType;
  export type Failure = import('spandock:exporter/types@1.0.0').Failure;
  export type SpanBatch = import('spandock:exporter/types@1.0.0').SpanBatch;
  
  export class TraceExporter {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Takes one batch. The agent never calls two functions of one plugin at
    * the same time, and ends a call that outlasts `export_timeout`.
    */
    exportSpans(batch: SpanBatch): Accepted;
  }
}

declare module 'spandock:exporter/types@1.0.0' {
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
  export type ConfigType = 'unknown' | 'yaml' | 'json';
  /**
   * Spans as they came over the wire, not decoded by the agent.
   */
  export interface SpanBatch {
    /**
     * An `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`
     * in protobuf encoding. The bytes belong to the guest for the time of
     * the call.
     */
    spans: Uint8Array,
    /**
     * How many spans these bytes hold, over all resources and scopes.
     */
    spanCount: number,
  }
  /**
   * The batch was taken, wholly or in part. It is not sent again.
   */
  export interface Accepted {
    /**
     * Spans that the exporter or its destination refused; 0 = all taken.
     */
    rejectedSpans: number,
    /**
     * Why spans were rejected, or a warning beside a full success.
     */
    message?: string,
  }
  /**
   * The batch was not taken, and the same batch may succeed later.
   */
  export interface Retryable {
    /**
     * What went wrong, for the operator. Holds no span data and no secrets.
     */
    message: string,
    /**
     * The earliest time for the next try, as the destination asked for it;
     * without it the agent's own backoff decides. Milliseconds from now.
     */
    retryAfterMs?: number,
  }
  /**
   * Why a batch was not taken.
   */
  export type Failure = FailureRetryable | FailurePermanent;
  /**
   * Try again later.
   */
  export interface FailureRetryable {
    tag: 'retryable',
    val: Retryable,
  }
  /**
   * This batch can never succeed. The agent does not send it again.
   */
  export interface FailurePermanent {
    tag: 'permanent',
    val: string,
  }
}

declare module 'spandock:exporter/plugin@1.0.0' {
  export type * as SpandockExporterConfig100 from 'spandock:exporter/config@1.0.0'; // import spandock:exporter/config@1.0.0
  export type * as SpandockExporterLog100 from 'spandock:exporter/log@1.0.0'; // import spandock:exporter/log@1.0.0
  export type * as SpandockExporterTypes100 from 'spandock:exporter/types@1.0.0'; // import spandock:exporter/types@1.0.0
  export * as traceExporterPlugin from 'spandock:exporter/trace-exporter-plugin@1.0.0'; // export spandock:exporter/trace-exporter-plugin@1.0.0
}
