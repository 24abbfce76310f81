import type { Spread } from "../statistics.ts";

export interface ChartAxis {
  /** With the unit. */
  readonly label: string;
  /** `zero` is linear and begins at 0. A logarithmic axis takes values above 0 only. */
  readonly scale: "zero" | "log";
}

export interface ChartPoint {
  readonly x: number;
  readonly y: Spread;
}

export interface ChartSeries {
  readonly name: string;
  /** In the order of `x`. */
  readonly points: readonly ChartPoint[];
}

/** One pair of axes with its lines. */
export interface Panel {
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
}

/** What a result shows beyond its ratio: plain data, fit for JSON and drawn without knowing the case. */
export interface Chart {
  /** Of the file, without folder and ending. */
  readonly file: string;
  readonly title: string;
  /** One or two: they stand side by side. */
  readonly panels: readonly Panel[];
}
