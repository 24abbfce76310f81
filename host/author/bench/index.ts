/**
 * bench: how fast a plugin is, side by side with the reference exporter in the same run: ratios carry over to other
 * machines, microseconds do not. It measures calls of the guest alone, without an agent around them.
 */
export { type BenchOptions, benchPlugin } from "./bench-plugin.ts";
export type { BenchReport, BenchRow, ContenderMemory, Speed } from "./bench-report.ts";
export { referenceFile } from "./reference.ts";
export { formatBenchSvg } from "./report/format-bench-svg.ts";
export { formatBenchTable } from "./report/format-bench-table.ts";
