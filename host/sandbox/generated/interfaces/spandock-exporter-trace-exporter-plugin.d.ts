// Made by wit/generate.mjs from wit/exporter.wit. Change those.
/** @module Interface spandock:exporter/trace-exporter-plugin@1.0.0 **/
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
export type Accepted = import("./spandock-exporter-types.js").Accepted;
export type ConfigType = import("./spandock-exporter-types.js").ConfigType;
export type Failure = import("./spandock-exporter-types.js").Failure;
export type SpanBatch = import("./spandock-exporter-types.js").SpanBatch;

export class TraceExporter implements Disposable {
  /**
   * This type does not have a public constructor.
   */
  private constructor();
  /**
   * Takes one batch. The agent never calls two functions of one plugin at
   * the same time, and ends a call that outlasts `export_timeout`.
   */
  exportSpans(batch: SpanBatch): Accepted;
  [Symbol.dispose](): void;
}
