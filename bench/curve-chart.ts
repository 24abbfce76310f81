import type { Chart, ChartAxis } from "./charts/chart.ts";
import type { Curve, CurveReading } from "./curve.ts";
import { spreadOf } from "./statistics.ts";

/** Cost of a unit of work, and how many were done a second, over the load. */
export function curveChart(
  { loads, load, work, throughput, file, name }: Omit<Curve, "prepare">,
  readings: readonly (readonly CurveReading[])[],
): Chart {
  const x: ChartAxis = { label: load, scale: "log" };
  const points = (figure: (reading: CurveReading) => number) =>
    loads.map((value, index) => ({ x: value, y: spreadOf(readings[index]!.map(figure)) }));
  return {
    file,
    title: name,
    panels: [
      {
        title: `CPU of the agent per ${work}`,
        x,
        y: { label: "ns", scale: "log" },
        series: [{ name: "agent", points: points(({ cpuNanos }) => cpuNanos) }],
      },
      {
        title: `${throughput} per second`,
        x,
        y: { label: "1/s", scale: "log" },
        series: [{ name: "agent", points: points(({ perSecond }) => perSecond) }],
      },
    ],
  };
}
