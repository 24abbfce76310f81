import type { BenchReport, BenchRow } from "../bench-report.ts";

type Cells = readonly string[];

/** A run as a table for people, with what its figures mean. */
export function formatBenchTable({ file, rows, rounds, memory, millis }: BenchReport): string {
  const speed: Cells[] = [
    [
      "spans",
      "kB",
      "µs/call",
      "CPU µs",
      "spans/s",
      "ref. µs",
      "ref. CPU",
      "ref. spans/s",
      "time ÷ ref.",
      "CPU ÷ ref.",
    ],
    ...rows.map(cellsOf),
  ];
  const { plugin, reference } = memory;
  const bytes: Cells[] = [
    ["memory", "plugin", "reference"],
    ["linear", mebibytes(plugin.linearBytes), mebibytes(reference.linearBytes)],
    ["process", `+${mebibytes(plugin.rssBytes)}`, `+${mebibytes(reference.rssBytes)}`],
  ];
  const notes = [
    `µs/call and ratios are wall time, medians of ${rounds} rounds in turns with the reference (the counting exporter, which`,
    "reads nothing of a batch); CPU is that of the whole process. Figures hold for this machine, ratios for others, too.",
    "process: what its thread and instance added to the resident memory.",
  ];
  return [
    file,
    "",
    table(speed),
    table(bytes),
    ...failuresOf(rows),
    ...notes,
    `${(millis / 1000).toFixed(1)} s\n`,
  ].join("\n");
}

function cellsOf({ spans, bytes, plugin, reference, ratio, cpuRatio }: BenchRow): Cells {
  return [
    count(spans),
    (bytes / 1000).toFixed(1),
    figure(plugin.wallMicrosPerCall),
    figure(plugin.cpuMicrosPerCall),
    count(plugin.spansPerSecond),
    figure(reference.wallMicrosPerCall),
    figure(reference.cpuMicrosPerCall),
    count(reference.spansPerSecond),
    `${figure(ratio)} ×`,
    `${figure(cpuRatio)} ×`,
  ];
}

/** A call that failed at once is no measure of an exporter: its figures would flatter. */
function failuresOf(rows: readonly BenchRow[]): string[] {
  const calls = rows.reduce((sum, { plugin }) => sum + plugin.calls, 0);
  const failures = rows.reduce((sum, { plugin }) => sum + plugin.failures, 0);
  if (failures === 0) return [];
  return [`warning: ${count(failures)} of ${count(calls)} calls failed: these are figures of failing.\n`];
}

/** Columns to the right, since they are numbers. */
function table(lines: readonly Cells[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines
    .map((cells) => `  ${cells.map((cell, column) => cell.padStart(widths[column]!)).join("  ")}\n`)
    .join("");
}

const count = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Three digits that count. */
function figure(value: number): string {
  return value >= 100 ? count(value) : value.toPrecision(3);
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
