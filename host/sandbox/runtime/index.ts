/**
 * runtime: from the bytes of a component to an instance that can be called: compile (in a thread of its own), cache,
 * instantiate with the contract's imports and WASI. It decides nothing about a plugin's life: no restarts, no
 * deadlines of calls, no worker of a plugin.
 */

export { type CompileComponentOptions, compileComponent } from "./compile-component.ts";
export type { CompiledComponent } from "./compiled-component.ts";
export type { GuestLog } from "./contract-imports.ts";
export { cutText } from "./cut-text.ts";
export { digestOf } from "./digest.ts";
export { type Configured, Guest, type GuestAnswer, maxExporters } from "./guest.ts";
export { maxGuestTextBytes } from "./guest-outcome.ts";
export { guestText } from "./guest-text.ts";
export { type InstantiatePluginOptions, instantiatePlugin } from "./instantiate-plugin.ts";
