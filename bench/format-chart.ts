import { shortFigure } from "./charts/axis.ts";
import type { Chart, Panel } from "./charts/chart.ts";

/** The medians of a chart as text, a table for each panel: what is on the axis below, and a column for each series. */
export function formatChart({ panels }: Chart): string {
  return panels.map(formatPanel).join("\n");
}

function formatPanel({ title, x, y, series }: Panel): string {
  const columns = [
    { name: x.label, cells: series[0]!.points.map((point) => shortFigure(point.x)) },
    ...series.map(({ name, points }) => ({
      name: `${name}, ${y.label}`,
      cells: points.map((point) => shortFigure(point.y.median)),
    })),
  ].map(({ name, cells }) => ({
    cells: [name, ...cells],
    width: Math.max(...[name, ...cells].map((cell) => cell.length)),
  }));
  const rows = columns[0]!.cells.map(
    (_, row) => `    ${columns.map(({ cells, width }) => (cells[row] ?? "").padStart(width)).join("  ")}`,
  );
  return [`  ${title}`, ...rows].join("\n");
}
