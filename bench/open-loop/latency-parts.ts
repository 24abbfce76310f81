import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** Milliseconds from the moment that a request was due to its answer, of the requests due in one part of the time. */
export interface LatencyPart {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** How late the generator itself sent them (p99): that much of the latencies is not the agent's. */
  readonly sentLateP99: number;
}

/** To 0.1 %, up to ten minutes. */
const newHistogram = () => createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 });
const record = (histogram: RecordableHistogram, millis: number) =>
  histogram.record(Math.max(1, Math.round(millis * 1000)));

/** Latencies by the part of the time in which requests were due, in HDR histograms of microseconds. */
export class LatencyParts {
  readonly #partMillis: number;
  readonly #parts: readonly { readonly answered: RecordableHistogram; readonly sent: RecordableHistogram }[];

  constructor(partMillis: number, count: number) {
    this.#partMillis = partMillis;
    this.#parts = Array.from({ length: count }, () => ({ answered: newHistogram(), sent: newHistogram() }));
  }

  /** `dueMillis` since the beginning. */
  sent(dueMillis: number, lateMillis: number): void {
    record(this.#partOf(dueMillis).sent, lateMillis);
  }

  answered(dueMillis: number, latencyMillis: number): void {
    record(this.#partOf(dueMillis).answered, latencyMillis);
  }

  figures(): LatencyPart[] {
    return this.#parts.map(({ answered, sent }) => ({
      requests: answered.count,
      p50: answered.percentile(50) / 1000,
      p99: answered.percentile(99) / 1000,
      max: answered.max / 1000,
      sentLateP99: sent.percentile(99) / 1000,
    }));
  }

  #partOf(dueMillis: number) {
    return this.#parts[Math.min(this.#parts.length - 1, Math.floor(dueMillis / this.#partMillis))]!;
  }
}
