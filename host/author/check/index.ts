/**
 * check: the conformance kit: what must hold of every plugin, as a list of checks, each of which a broken plugin of
 * test/fixtures/broken fails and no other. It tells what it found, and changes nothing.
 */
export { type Check, type CheckGroup, checkGroups, type Finding } from "./check.ts";
export { type CheckPluginOptions, checkPlugin } from "./check-plugin.ts";
export type { CheckReport, CheckResult } from "./check-result.ts";
export { checks } from "./registry.ts";
export { formatCheckResult, formatCheckSummary } from "./report/format-check.ts";
export { formatJunit } from "./report/format-junit.ts";
