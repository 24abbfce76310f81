import type { Threshold } from "../../config/index.ts";

/** What was counted since the look before. The figure is the share of `part` in `whole`, or the rate of `part`. */
export interface Counted {
  readonly part: number;
  readonly whole: number;
}

interface Look extends Counted {
  readonly atMillis: number;
  /** Time since the look before. */
  readonly afterMillis: number;
}

const longestWindowMillis = 10_000;
const shortestWindowMillis = 1_000;

/**
 * Whether a figure is, and how long it has been, beyond its threshold. Times are those of a clock that never jumps.
 * A look that finds nothing to take a share of counts neither for nor against; a long time of nothing ends it.
 */
export class Condition {
  readonly #threshold: Threshold;
  readonly #windowMillis: number;
  #looks: readonly Look[] = [];
  #lastLookMillis: number;
  #figure: number | undefined;
  /** As of the last look that found something. */
  #isSo = false;
  #heldMillis = 0;
  #lastSoMillis = Number.NEGATIVE_INFINITY;
  #lastFoundMillis = Number.NEGATIVE_INFINITY;

  constructor(threshold: Threshold, nowMillis: number) {
    this.#threshold = threshold;
    const { forMillis } = threshold;
    const wanted = forMillis === 0 ? longestWindowMillis : forMillis;
    this.#windowMillis = Math.min(Math.max(wanted, shortestWindowMillis), longestWindowMillis);
    this.#lastLookMillis = nowMillis;
  }

  /** It has been so for as long as the threshold says. */
  get holds(): boolean {
    return this.#isSo && this.#heldMillis >= this.#threshold.forMillis;
  }

  look(nowMillis: number, counted: Counted): void {
    const afterMillis = nowMillis - this.#lastLookMillis;
    this.#lastLookMillis = nowMillis;
    const begin = nowMillis - this.#windowMillis;
    const looks = [...this.#looks, { ...counted, atMillis: nowMillis, afterMillis }];
    this.#looks = looks.filter(({ atMillis }) => atMillis > begin);
    this.#figure = this.#measure();
    if (this.#figure === undefined) this.#findNothing(nowMillis);
    else this.#find(nowMillis, afterMillis, this.#isBeyond(this.#figure));
  }

  /** It has not been so for as long as it had to be so. */
  hasCleared(nowMillis: number): boolean {
    return this.#lastSoMillis < nowMillis && nowMillis - this.#lastSoMillis >= this.#threshold.forMillis;
  }

  /** The figure as of the last look, in words. */
  describe(): string {
    const time = `in the last ${this.#windowMillis / 1_000}s`;
    if (this.#figure === undefined) return `nothing to measure ${time}`;
    const shown = Number(this.#figure.toPrecision(3));
    return `${shown}${this.#threshold.unit === "percent" ? "%" : "/s"} ${time}`;
  }

  #find(nowMillis: number, afterMillis: number, isSo: boolean): void {
    this.#lastFoundMillis = nowMillis;
    if (isSo) this.#lastSoMillis = nowMillis;
    this.#heldMillis = isSo && this.#isSo ? this.#heldMillis + afterMillis : 0;
    this.#isSo = isSo;
  }

  #findNothing(nowMillis: number): void {
    const patienceMillis = Math.max(this.#threshold.forMillis, this.#windowMillis);
    if (nowMillis - this.#lastFoundMillis < patienceMillis) return;
    this.#isSo = false;
    this.#heldMillis = 0;
  }

  #measure(): number | undefined {
    let [part, whole, millis] = [0, 0, 0];
    for (const look of this.#looks) {
      part += look.part;
      whole += look.whole;
      millis += look.afterMillis;
    }
    if (this.#threshold.unit === "per-second") return millis === 0 ? undefined : (part * 1_000) / millis;
    return whole === 0 ? undefined : (part * 100) / whole;
  }

  #isBeyond(figure: number): boolean {
    const { comparison, value } = this.#threshold;
    switch (comparison) {
      case ">":
        return figure > value;
      case ">=":
        return figure >= value;
      case "<":
        return figure < value;
      case "<=":
        return figure <= value;
      default:
        return comparison satisfies never;
    }
  }
}
