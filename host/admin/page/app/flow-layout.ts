/** Pixels from one row of the picture to the next; the style sheet's `--row` is the same. */
export const rowPixels = 68;

export interface FlowLayout {
  readonly height: number;
  /** The middle of each receiver and each exporter, from the top. */
  readonly receivers: readonly number[];
  readonly exporters: readonly number[];
  readonly hub: number;
}

/** Both columns are centred on each other, and the hub between them. */
export function layoutFlow(receivers: number, exporters: number): FlowLayout {
  const height = Math.max(receivers, exporters, 1) * rowPixels;
  const column = (count: number) =>
    Array.from({ length: count }, (_, index) => height / 2 + (index + 0.5 - count / 2) * rowPixels);
  return { height, receivers: column(receivers), exporters: column(exporters), hub: height / 2 };
}

/** A curve that leaves and arrives level, between two points given in percent of the width and in pixels. */
export function linkPath(fromX: number, fromY: number, toX: number, toY: number): string {
  const middle = (fromX + toX) / 2;
  return `M${fromX} ${fromY}C${middle} ${fromY} ${middle} ${toY} ${toX} ${toY}`;
}

/** How fast dots run for a rate in spans a second: they crawl for one, and race for a million. */
export function dotSpeed(spansPerSecond: number): number {
  return spansPerSecond <= 0 ? 0 : 14 + 32 * Math.log10(1 + spansPerSecond);
}

export function dotSize(spansPerSecond: number): number {
  return 3 + 0.75 * Math.log10(1 + Math.max(0, spansPerSecond));
}
