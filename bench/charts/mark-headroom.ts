/** How far a figure is on the good side of its mark. */
export interface Headroom {
  readonly name: string;
  /** As it is written beside the bar. */
  readonly label: string;
  /** 1 at the mark, 2 where the figure is twice as good as asked for, 0.5 where it is half as good. */
  readonly factor: number;
}

/** What is read of a result. A mark is a comparison sign and a number: "≥ 0.5". */
export interface MarkedResult {
  readonly name: string;
  readonly unit: string;
  readonly ratio: { readonly median: number };
  readonly mark?: string;
  readonly subject: { readonly median: number };
  readonly subjectMark?: string;
}

/**
 * Of the ratio and of the subject's own figure, as far as they have marks.
 *
 * @throws Error for a mark that is written otherwise
 */
export function headroomsOf({ name, unit, ratio, mark, subject, subjectMark }: MarkedResult): Headroom[] {
  return [
    ...(mark === undefined ? [] : [headroom(name, ratio.median, mark)]),
    ...(subjectMark === undefined ? [] : [headroom(`${name}, ${unit}`, subject.median, subjectMark)]),
  ];
}

function headroom(name: string, median: number, mark: string): Headroom {
  const [, sign, bound] = /^([≥≤]) ([\d.]+)$/.exec(mark) ?? [];
  if (bound === undefined) throw new Error(`${name}: no mark: ${mark}`);
  return {
    name,
    label: `${Number(median.toPrecision(3))} (${mark})`,
    factor: sign === "≥" ? median / Number(bound) : Number(bound) / median,
  };
}
