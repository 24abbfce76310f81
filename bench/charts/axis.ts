import type { ChartAxis } from "./chart.ts";

/** From values to places in the picture, with the values that are written beside the axis. */
export interface Axis {
  at(value: number): number;
  readonly ticks: readonly number[];
}

export interface AxisOptions {
  readonly scale: ChartAxis["scale"];
  readonly values: readonly number[];
  /** The places of the axis' beginning and end. */
  readonly from: number;
  readonly to: number;
  /** Ends at the values themselves and has its ticks there; else at the next round numbers. */
  readonly isAtValues?: boolean;
}

/** A range of one value still has a length. */
const leastFactor = 1.0001;
const leastLogRange = 9;

/** @throws Error for values that a logarithmic axis has no place for */
export function createAxis({ scale, values, from, to, isAtValues = false }: AxisOptions): Axis {
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (scale === "log" && !(least > 0)) throw new Error(`a logarithmic axis has no place for ${least}`);
  const ticks = isAtValues
    ? [...new Set(values)]
    : scale === "log"
      ? roundLogTicks(least, most)
      : roundTicks(most);
  const low = scale === "zero" ? 0 : ticks[0]!;
  const high = Math.max(ticks.at(-1)!, low * leastFactor);
  const place = scale === "log" ? Math.log10 : (value: number) => value;
  return {
    at: (value) => from + ((place(value) - place(low)) / (place(high) - place(low))) * (to - from),
    ticks,
  };
}

/**
 * 1, 2 and 5 of each decade, or powers of ten alone where those are many; the outer ones enclose the range. At least
 * `leastLogRange`, lest small differences look like cliffs.
 */
function roundLogTicks(least: number, most: number): number[] {
  const decades = Math.log10(most / least);
  const digits = decades > 2.5 ? [1] : [1, 2, 5];
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(least)) - 1; power <= Math.ceil(Math.log10(most)) + 1; power++) {
    for (const digit of digits) all.push(Number(`${digit}e${power}`));
  }
  let first = all.findLastIndex((tick) => tick <= least);
  let last = all.findIndex((tick) => tick >= most && tick > all[first]!);
  while (all[last]! / all[first]! < leastLogRange) {
    // To the side where there is less room.
    if (least / all[first]! < all[last]! / most) first--;
    else last++;
  }
  return all.slice(first, last + 1);
}

/** Four to eight steps of 1, 2 or 5 times a power of ten, from 0 to above the greatest value. */
function roundTicks(most: number): number[] {
  const raw = (most > 0 ? most : 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [5, 2, 1].map((digit) => digit * power).find((candidate) => candidate <= raw)!;
  const count = Math.ceil((most > 0 ? most : 1) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Three digits that count, thousands as k and millions as M: "12.3 k". */
export function shortFigure(value: number): string {
  const [unit, suffix] =
    Math.abs(value) >= 999_500 ? [1e6, " M"] : Math.abs(value) >= 10_000 ? [1e3, " k"] : [1, ""];
  const scaled = value / unit;
  return `${Math.abs(scaled) >= 100 ? Math.round(scaled).toLocaleString("en-US") : Number(scaled.toPrecision(3))}${suffix}`;
}
