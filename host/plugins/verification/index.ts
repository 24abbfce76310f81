/**
 * verification: whether a file is a plugin for this agent, and what it would need. It reads bytes and compares them
 * with the contract; it must not run, compile or instantiate anything, nor look at a config or a file system.
 */
export type { Capability, CapabilityName } from "../../sandbox/index.ts";
export { type Change, compareReports, type PluginDiff } from "./compare-reports.ts";
export {
  capabilitiesOf,
  type DeclaredMemory,
  inspectPlugin,
  type PluginReport,
  type Tool,
} from "./inspect-plugin.ts";
export { type VerifyPluginOptions, verifyPlugin } from "./verify-plugin.ts";
