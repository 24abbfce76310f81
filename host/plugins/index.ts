/**
 * plugins: from a `.wasm` file to a running exporter: verify and inspect it, run it in a worker thread of its own,
 * bound its time, restart it after crashes. It must not know WebAssembly itself (that is the room sandbox), nor
 * queues and retries: a batch that fails comes back as an outcome.
 */

export { describeStack, type GuestStackOptions } from "./guest-stack.ts";
export { type OpenPluginOptions, openPlugin } from "./open-plugin.ts";
export { createPlugin, type Plugin } from "./plugin.ts";
export type { PluginOptions } from "./plugin-options.ts";
export type { PluginCounters, PluginState, PluginStatus } from "./plugin-status.ts";
export { checkDigest, type PluginFile, readPluginFile } from "./read-plugin-file.ts";
export type { ThreadSource } from "./thread-source.ts";
export * from "./verification/index.ts";
