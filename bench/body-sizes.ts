import type { Mark } from "./case-result.ts";

/** The body that marks are about. */
export const markedSpanCount = 512;

/** One body size of a case that is measured with several. */
export interface Size {
  readonly spanCount: number;
  /** How long one round of load takes. */
  readonly seconds: number;
  readonly mark?: Mark;
}

/** A case for the body with a mark, and, with shorter rounds, for bodies of 1, 64 and 8192 spans. */
export function forEachSize<Case>(mark: Mark, makeCase: (size: Size) => Case): readonly Case[] {
  return [
    makeCase({ spanCount: markedSpanCount, seconds: 3, mark }),
    ...[1, 64, 8192].map((spanCount) => makeCase({ spanCount, seconds: 2 })),
  ];
}

/** What is added to the name of a case for another body than the marked one. */
export function sizeSuffix(spanCount: number): string {
  return spanCount === markedSpanCount ? "" : `, ${spansABody(spanCount)}`;
}

export function spansABody(spanCount: number): string {
  return `${spanCount} ${spanCount === 1 ? "span" : "spans"} a body`;
}
