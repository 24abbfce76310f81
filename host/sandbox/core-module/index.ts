/**
 * core-module: the core modules inside a component: what memory they declare, the cap on it, and which function and
 * source line a trap lies in. It must not compile or run a module, nor decide what the cap is.
 */
export { type CapCoreModulesOptions, capCoreModules } from "./cap-core-modules.ts";
export {
  type CoreModule,
  type CoreSection,
  type DeclaredLimits,
  pageBytes,
  tableElementBytes,
} from "./core-module.ts";
export { formatGuestStack, type GuestFrame, type LocateTrapOptions, locateTrap } from "./locate-trap.ts";
export type { Producer } from "./producers.ts";
export { type MemoryShares, type ModuleCaps, type SharingModule, shareMemory } from "./share-memory.ts";
export type { SourcePosition } from "./source-position.ts";
