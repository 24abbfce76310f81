/** A logarithmic axis: from values to places in the picture. */
export interface Scale {
  at(value: number): number;
  /** Powers of ten within the axis. */
  readonly decades: readonly number[];
}

export interface LogScaleOptions {
  /** Above 0. */
  readonly values: readonly number[];
  /** The places of the least and of the greatest value. */
  readonly from: number;
  readonly to: number;
  /** Widens the axis to powers of ten on both sides. */
  readonly isWholeDecades?: boolean;
}

export function logScale({ values, from, to, isWholeDecades = false }: LogScaleOptions): Scale {
  const logs = values.map(Math.log10);
  const low = Math.min(...logs);
  const high = Math.max(...logs);
  const least = isWholeDecades ? Math.floor(low) : low;
  // One value, or values within a point, still make an axis of one decade.
  const most = Math.max(
    isWholeDecades ? Math.ceil(high) : high,
    least + (high > least && !isWholeDecades ? 0 : 1),
  );
  const decades: number[] = [];
  for (let power = Math.ceil(least); power <= most; power++) decades.push(10 ** power);
  return {
    at: (value) => from + ((Math.log10(value) - least) / (most - least)) * (to - from),
    decades,
  };
}
