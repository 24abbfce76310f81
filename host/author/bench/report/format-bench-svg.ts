import { basename } from "node:path";
import type { BenchReport, BenchRow, Speed } from "../bench-report.ts";
import { logScale, type Scale } from "./log-scale.ts";

const width = 760;
const height = 460;
const plot = { left: 98, right: 730, top: 84, bottom: 392 } as const;
const colors = { plugin: "#c2410c", reference: "#1d4ed8" } as const;
const maxNameLength = 30;
const textColor = "#1f2937";
const gridColor = "#d1d5db";

/** A run as a chart: microseconds a call over spans a batch, both on logarithmic axes, a line for each plugin. */
export function formatBenchSvg(report: BenchReport): string {
  const { rows, rounds } = report;
  const name = shortName(report.file);
  const times = rows.flatMap(({ plugin, reference }) => [
    plugin.wallMicrosPerCall,
    reference.wallMicrosPerCall,
  ]);
  const x = logScale({ values: rows.map(({ spans }) => spans), from: plot.left + 24, to: plot.right - 36 });
  const y = logScale({ values: times, from: plot.bottom, to: plot.top, isWholeDecades: true });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="${textColor}">`,
    `<title>${escapeXml(`${name}: µs a call by batch size`)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${plot.left}" y="30" font-size="17" font-weight="600">${escapeXml(name)}: time of a call by batch size</text>`,
    legend(name),
    ...grid(x, y, rows),
    ...line(rows, "reference", x, y),
    ...line(rows, "plugin", x, y),
    ...rows.map((row) => ratioLabel(row, x, y)),
    `<text x="${(plot.left + plot.right) / 2}" y="${height - 28}" text-anchor="middle">spans in a batch</text>`,
    `<text transform="translate(22 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">µs a call (wall time)</text>`,
    `<text x="${plot.right}" y="${height - 8}" text-anchor="end" font-size="11" fill="#6b7280">medians of ${rounds} rounds in turns; n × = time of the plugin ÷ time of the reference</text>`,
    "</svg>\n",
  ].join("\n");
}

/** Of a length that the legend has room for. */
function shortName(file: string): string {
  const name = basename(file).replace(/\.wasm$/, "");
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength - 1)}…` : name;
}

function legend(name: string): string {
  const entry = (left: number, key: keyof typeof colors, text: string) =>
    `<line x1="${left}" y1="53" x2="${left + 26}" y2="53" stroke="${colors[key]}" stroke-width="2.5"/><circle cx="${left + 13}" cy="53" r="4" fill="${colors[key]}"/><text x="${left + 34}" y="57">${escapeXml(text)}</text>`;
  return `${entry(plot.left, "plugin", name)}\n${entry(plot.left + 290, "reference", "reference: counting exporter (reads nothing)")}`;
}

function grid(x: Scale, y: Scale, rows: readonly BenchRow[]): string[] {
  const horizontal = y.decades.map((value) => {
    const at = y.at(value).toFixed(1);
    return `<line x1="${plot.left}" y1="${at}" x2="${plot.right}" y2="${at}" stroke="${gridColor}"/><text x="${plot.left - 8}" y="${at}" dy="4" text-anchor="end">${label(value)}</text>`;
  });
  const vertical = rows.map(({ spans }) => {
    const at = x.at(spans).toFixed(1);
    return `<line x1="${at}" y1="${plot.top}" x2="${at}" y2="${plot.bottom}" stroke="${gridColor}" stroke-dasharray="2 4"/><text x="${at}" y="${plot.bottom + 20}" text-anchor="middle">${label(spans)}</text>`;
  });
  return [...horizontal, ...vertical];
}

function line(rows: readonly BenchRow[], key: keyof typeof colors, x: Scale, y: Scale): string[] {
  const points = rows
    .map((row) => ({ row, speed: row[key] as Speed }))
    .map(({ row, speed }) => {
      return `${x.at(row.spans).toFixed(1)},${y.at(speed.wallMicrosPerCall).toFixed(1)}`;
    });
  return [
    `<polyline points="${points.join(" ")}" fill="none" stroke="${colors[key]}" stroke-width="2.5"/>`,
    ...points.map((point) => {
      const [cx, cy] = point.split(",");
      return `<circle cx="${cx}" cy="${cy}" r="4" fill="${colors[key]}"/>`;
    }),
  ];
}

/** Above the upper of both points. */
function ratioLabel({ spans, plugin, reference, ratio }: BenchRow, x: Scale, y: Scale): string {
  const top = y.at(Math.max(plugin.wallMicrosPerCall, reference.wallMicrosPerCall));
  const text = `${ratio >= 10 ? Math.round(ratio).toLocaleString("en-US") : ratio.toPrecision(2)} ×`;
  return `<text x="${x.at(spans).toFixed(1)}" y="${(top - 11).toFixed(1)}" text-anchor="middle" font-weight="600">${text}</text>`;
}

const label = (value: number): string => (value < 1 ? String(value) : value.toLocaleString("en-US"));

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
