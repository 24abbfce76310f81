/** How far a figure is on the good side of its mark. */
export interface Headroom {
  readonly name: string;
  /** As it is written beside the bar. */
  readonly label: string;
  /** 1 at the mark, 2 where the figure is twice as good as asked for, 0.5 where it is half as good. */
  readonly factor: number;
}

/** What is read of a result. `mark` is a comparison sign and a number: "≥ 0.5". */
export interface MarkedResult {
  readonly name: string;
  readonly ratio: { readonly median: number };
  readonly mark?: string;
}

/** @throws Error for a mark that is written otherwise */
export function headroomOf({ name, ratio: { median }, mark }: MarkedResult): Headroom | undefined {
  if (mark === undefined) return undefined;
  const [, sign, bound] = /^([≥≤]) ([\d.]+)$/.exec(mark) ?? [];
  if (bound === undefined) throw new Error(`${name}: no mark: ${mark}`);
  return {
    name,
    label: `${Number(median.toPrecision(3))} (${mark})`,
    factor: sign === "≥" ? median / Number(bound) : Number(bound) / median,
  };
}
