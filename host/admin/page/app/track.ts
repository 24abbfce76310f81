interface Sample<T> {
  readonly atMillis: number;
  readonly value: T;
}

/** Of three samples that are closer than this, the middle one is forgotten. */
const closestMillis = 1_500;

/** The last minute of one thing whose figures only grow, asked for about once a second. */
export class Track<T> {
  readonly #samples: Sample<T>[] = [];
  readonly #keptMillis: number;

  constructor(keptMillis = 60_000) {
    this.#keptMillis = keptMillis;
  }

  add(atMillis: number, value: T): void {
    // An event asks anew at once; a rate over the little time since would be a spike that was none.
    const beforeLast = this.#samples.at(-2);
    if (beforeLast !== undefined && atMillis - beforeLast.atMillis < closestMillis) this.#samples.pop();
    this.#samples.push({ atMillis, value });
    while (this.#samples[1] !== undefined && this.#samples[1].atMillis <= atMillis - this.#keptMillis) {
      this.#samples.shift();
    }
  }

  get latest(): T | undefined {
    return this.#samples.at(-1)?.value;
  }

  /** The value at the beginning of the last `windowMillis`, as far back as there is one. */
  before(windowMillis: number): T | undefined {
    const last = this.#samples.at(-1);
    return last && this.#samples.find(({ atMillis }) => atMillis >= last.atMillis - windowMillis)?.value;
  }

  /** By how much a figure grew in a second, on average over the window; 0 as long as that can't be told. */
  rate(figure: (value: T) => number, windowMillis = 5_000): number {
    const last = this.#samples.at(-1);
    if (last === undefined) return 0;
    const first = this.#samples.find(({ atMillis }) => atMillis >= last.atMillis - windowMillis)!;
    return perSecond(first, last, figure);
  }

  /** How long ago, and by how much the figure grew in a second since the sample before; oldest first. */
  points(figure: (value: T) => number): { readonly agoMillis: number; readonly rate: number }[] {
    const last = this.#samples.at(-1);
    return this.#samples.slice(1).map((sample, index) => ({
      agoMillis: last!.atMillis - sample.atMillis,
      rate: perSecond(this.#samples[index]!, sample, figure),
    }));
  }
}

/** A figure that fell was set back: then it is not known by how much it grew. */
function perSecond<T>(from: Sample<T>, to: Sample<T>, figure: (value: T) => number): number {
  const millis = to.atMillis - from.atMillis;
  return millis > 0 ? (Math.max(0, figure(to.value) - figure(from.value)) * 1_000) / millis : 0;
}
