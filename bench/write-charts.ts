import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isResult } from "./case-outcome.ts";
import { drawChart } from "./charts/draw-chart.ts";
import { drawOverview } from "./charts/draw-overview.ts";
import { headroomsOf } from "./charts/mark-headroom.ts";
import { machineLines } from "./machine.ts";
import type { RunReport } from "./run-report.ts";

/** Writes each result's chart, and `marks.svg` with every figure that has a mark. Gives the paths. */
export function writeCharts({ results, machine, date }: RunReport, folder: string): readonly string[] {
  const footer = machineLines(machine, date);
  const measured = results.filter(isResult);
  const files = new Map(
    measured.flatMap(({ chart }) => (chart === undefined ? [] : [[chart.file, drawChart(chart, footer)]])),
  );
  const headrooms = measured.flatMap(headroomsOf);
  if (headrooms.length > 0) files.set("marks", drawOverview(headrooms, footer));
  mkdirSync(folder, { recursive: true });
  return [...files].map(([name, svg]) => {
    const path = join(folder, `${name}.svg`);
    writeFileSync(path, svg);
    return path;
  });
}
