export interface FlowLayout {
  /** Many exporters get lower rows, of one line each. */
  readonly isCompact: boolean;
  /** Pixels from one row to the next. */
  readonly row: number;
  readonly height: number;
  /** The middle of each receiver and each exporter, from the top. */
  readonly receivers: readonly number[];
  readonly exporters: readonly number[];
  readonly hub: number;
}

const mostHighRows = 8;

/**
 * The middle of the receivers is the hub's, and that of the exporters too, unless they are so many that it would
 * be out of sight.
 */
export function layoutFlow(receivers: number, exporters: number): FlowLayout {
  const isCompact = Math.max(receivers, exporters) > mostHighRows;
  const row = isCompact ? 44 : 68;
  const height = Math.max(receivers, exporters, 1) * row;
  const hub = Math.min(height / 2, Math.max(mostHighRows, receivers) * 0.5 * row);
  const column = (count: number, middle: number) =>
    Array.from({ length: count }, (_, index) => middle + (index + 0.5 - count / 2) * row);
  return {
    isCompact,
    row,
    height,
    receivers: column(receivers, hub),
    exporters: column(exporters, height / 2),
    hub,
  };
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
