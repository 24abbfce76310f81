import { type CaseResult, caseResult, type Mark } from "./case-result.ts";
import type { ChartPoint, Panel } from "./charts/chart.ts";
import type { OpenLoopFigures } from "./open-loop/open-loop.ts";
import type { Spread } from "./statistics.ts";

export interface SoakFigures {
  readonly seconds: number;
  /** Requests a second: in a closed loop before, and as they were sent. */
  readonly capacity: number;
  readonly ratePerSecond: number;
  /** Of the agent, over the whole time. */
  readonly cpuSeconds: number;
  readonly figures: OpenLoopFigures;
  /** Part by part. */
  readonly residentBytes: readonly Spread[];
}

const mebibyte = 1024 ** 2;
const exact = (value: number): Spread => ({ min: value, median: value, max: value });

/** Compares the last quarter with the second, in pairs of parts. Latency has no mark: what else runs decides on it. */
export function judgeSoak(
  soak: { readonly name: string; readonly what: string },
  { seconds, capacity, ratePerSecond, cpuSeconds, figures, residentBytes }: SoakFigures,
): readonly CaseResult[] {
  const { parts } = figures;
  const quarter = parts.length / 4;
  const rounded = (value: number) => Math.round(value).toLocaleString("en-US");
  const load = `${rounded(ratePerSecond)} requests/s of a capacity of ${rounded(capacity)} for ${rounded(seconds)} s`;
  const result = (figure: string, unit: string, values: readonly number[], mark?: Mark) =>
    caseResult({
      name: `${soak.name}: ${figure}`,
      what: `${soak.what}, ${load}: the last quarter against the second`,
      unit,
      mark,
      pairs: values.slice(-quarter).map((late, index) => [late, values[quarter + index]!]),
    });
  const over = (spreads: readonly Spread[]): ChartPoint[] =>
    spreads.map((y, part) => ({
      x: ((part + 1) / parts.length) * (seconds > 120 ? seconds / 60 : seconds),
      y,
    }));
  const inMebibytes = residentBytes.map(({ min, median, max }) => ({
    min: min / mebibyte,
    median: median / mebibyte,
    max: max / mebibyte,
  }));
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  const x = { label: seconds > 120 ? "minutes" : "seconds", scale: "zero" } as const;
  const latency = (name: string, figure: (part: (typeof parts)[number]) => number) => ({
    name,
    points: over(parts.map((part) => exact(figure(part)))),
  });
  const panels: readonly Panel[] = [
    {
      title: "Latency from the moment a request was due",
      x,
      y: { label: "ms", scale: "log" },
      series: [
        latency("p50", ({ p50 }) => p50),
        latency("p99", ({ p99 }) => p99),
        latency("max", ({ max }) => max),
        latency("sent late (p99)", ({ sentLateP99 }) => sentLateP99),
      ],
    },
    {
      title: "Resident memory of the agent",
      x,
      y: { label: "MiB", scale: "zero" },
      series: [{ name: "agent", points: over(inMebibytes) }],
    },
  ];
  const median = inMebibytes.map((spread) => spread.median);
  const title = `${soak.name}: ${load}, ${((cpuSeconds / seconds) * 100).toFixed(0)} % of a core`;
  return [
    { ...result("resident memory", "MiB", median, { atMost: 1.1 }), chart: { file: "soak", title, panels } },
    result(
      "latency, p50",
      "ms",
      parts.map(({ p50 }) => p50),
    ),
    result(
      "latency, p99",
      "ms",
      parts.map(({ p99 }) => p99),
    ),
    result(
      "latency, max",
      "ms",
      parts.map(({ max }) => max),
    ),
    caseResult({
      name: `${soak.name}: requests taken`,
      what: `${soak.what}, ${load}: answers that were 200, against all`,
      unit: "answers",
      mark: { atLeast: 1 },
      pairs: [[requests - figures.refused, requests]],
    }),
  ];
}
