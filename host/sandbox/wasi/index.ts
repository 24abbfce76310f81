/**
 * wasi: WASI 0.2 for a plugin, made of blocking calls in the plugin's own thread, with exactly what the config
 * grants. It must not reach anything of the host but through a grant, and knows neither the contract's own imports
 * nor how a component is compiled.
 */
export {
  type Capability,
  type CapabilityName,
  groupCapabilities,
  type ImportedInterface,
  type PermissionNeed,
  permissionNeeds,
} from "./capabilities.ts";
export { type CreateWasiOptions, createWasi, type Wasi } from "./create-wasi.ts";
export type { DeniedUse, OnDenied } from "./denied-use.ts";
export { GuestExit } from "./guest-exit.ts";
