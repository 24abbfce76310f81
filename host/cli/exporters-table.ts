import type { ExporterView } from "../contract/index.ts";

const columns = [
  "NAME",
  "STATE",
  "SENT",
  "FAILED",
  "REFUSED",
  "QUEUE",
  "MEMORY",
  "CRASHES",
  "SWAPS",
  "PLUGIN",
];

/** One line for each exporter, under a line of titles, and one more for its last error. */
export function exporterTable(exporters: readonly ExporterView[]): string {
  const rows = [columns, ...exporters.map(cells)];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join("  ")
      .trimEnd(),
  );
  return lines
    .flatMap((line, index) => {
      const error = index === 0 ? undefined : exporters[index - 1]?.lastError;
      return error === undefined ? [line] : [line, `  error[${error.code}]: ${error.message}`];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function cells({ name, state, counters, queue, memory, crashes, swaps, plugin }: ExporterView): string[] {
  const digest = plugin.digest === undefined ? "" : ` ${plugin.digest.slice(0, 19)}`;
  return [
    name,
    state,
    String(counters.sentSpans),
    String(counters.failedSpans),
    String(counters.refusedSpans),
    `${queue.size}/${queue.capacity}`,
    `${(memory.bytes / 1024 ** 2).toFixed(1)}MiB`,
    String(crashes),
    String(swaps),
    `${plugin.file}${digest}`,
  ];
}
