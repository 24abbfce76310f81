/**
 * embed: what the package itself exports: WebAssembly exporters inside another Node program, without the agent, and
 * as a `SpanExporter` of the OpenTelemetry SDK. It queues nothing and starts no server; each batch is its caller's.
 */
export {
  type Batch,
  type DirectoryGrant,
  type ErrorCode,
  type Limits,
  type LogFields,
  type LogLevel,
  type Outcome,
  type Permissions,
  SpandockError,
} from "../contract/index.ts";
export { type LoadPluginOptions, loadPlugin } from "./load-plugin.ts";
export { LoadedPlugin } from "./loaded-plugin.ts";
export type { LogLine } from "./log-lines.ts";
export type * from "./readable-span.ts";
export { WasmSpanExporter, type WasmSpanExporterOptions } from "./wasm-span-exporter.ts";
