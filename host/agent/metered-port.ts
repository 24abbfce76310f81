import type { Batch, Clock, ExporterPort, Outcome } from "../contract/index.ts";
import type { Call } from "./call-meter.ts";

/** A plugin whose calls are timed and told. */
export class MeteredPort implements ExporterPort {
  readonly name: string;
  readonly #port: ExporterPort;
  readonly #clock: Clock;
  readonly #onCall: (call: Call) => void;
  #lastAnswerAt = Number.NEGATIVE_INFINITY;

  constructor(port: ExporterPort, clock: Clock, onCall: (call: Call) => void) {
    this.name = port.name;
    this.#port = port;
    this.#clock = clock;
    this.#onCall = onCall;
  }

  get width(): number {
    return this.#port.width;
  }

  poll(): void {
    this.#port.poll?.();
  }

  async export(batch: Batch, targets?: readonly number[]): Promise<readonly Outcome[]> {
    const postedAt = this.#clock.monotonic();
    const outcomes = await this.#port.export(batch, targets);
    const now = this.#clock.monotonic();
    // The plugin works off its calls one by one: it began with this one when it was done with the one before.
    const millis = now - Math.max(postedAt, this.#lastAnswerAt);
    this.#lastAnswerAt = now;
    const { spans, spanCount } = batch;
    this.#onCall({ millis, bytes: spans.length * outcomes.length, spanCount, outcomes });
    return outcomes;
  }
}
