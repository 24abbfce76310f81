import type { Batch, ExporterPort, Outcome } from "../contract/index.ts";
import type { Shipment } from "./shipment.ts";

interface Calls {
  readonly port: ExporterPort;
  readonly all: readonly number[];
  inFlight: number;
  onIdle: (() => void) | undefined;
}

const callsOf = (port: ExporterPort): Calls => ({
  port,
  all: Array.from({ length: port.width }, (_, index) => index),
  inFlight: 0,
  onIdle: undefined,
});

/** The way to the plugin: counts the calls in flight, and lets the plugin be changed for another between two calls. */
export class PortGate {
  #calls: Calls;
  #inFlight = 0;

  constructor(port: ExporterPort) {
    this.#calls = callsOf(port);
  }

  get port(): ExporterPort {
    return this.#calls.port;
  }

  /** Calls and reservations of calls, to this port and to ones before. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Resolves when the port before has no call left. */
  swap(port: ExporterPort): Promise<void> {
    const before = this.#calls;
    this.#calls = callsOf(port);
    if (before.inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => {
      before.onIdle = resolve;
    });
  }

  /** Reserves a call until the function it answers is called. */
  hold(): () => void {
    this.#inFlight += 1;
    return () => {
      this.#inFlight -= 1;
    };
  }

  /**
   * The trace exporters that a shipment is still for. A plugin with another number of them is another plugin: then
   * what the one before took or refused says nothing, and all are asked. Spans may come twice, but none is lost.
   */
  remaining(shipment: Shipment): readonly number[] {
    const { all } = this.#calls;
    if (shipment.settled === undefined) return all;
    if (shipment.settled.width !== all.length) {
      shipment.settled = undefined;
      shipment.failures = [];
      return all;
    }
    const { targets } = shipment.settled;
    return all.filter((target) => !targets.includes(target));
  }

  /** With `limit` calls in flight, those that have ended are noticed now, and not with the next event. */
  pollAt(limit: number): void {
    if (this.#inFlight >= limit) this.#calls.port.poll?.();
  }

  /** `onAnswer` gets the outcomes of `targets`, whatever happens. */
  export(batch: Batch, targets: readonly number[], onAnswer: (outcomes: readonly Outcome[]) => void): void {
    const calls = this.#calls;
    calls.inFlight += 1;
    this.#inFlight += 1;
    const answer = (outcomes: readonly Outcome[]) => {
      calls.inFlight -= 1;
      this.#inFlight -= 1;
      if (calls.inFlight === 0) calls.onIdle?.();
      onAnswer(outcomes);
    };
    const answered =
      targets.length === calls.all.length ? calls.port.export(batch) : calls.port.export(batch, targets);
    // A port never rejects; should one do so all the same, its batch must not be lost.
    answered.then(answer, (cause: unknown) => {
      const message = `the exporter threw: ${cause instanceof Error ? cause.message : String(cause)}`;
      answer(targets.map(() => ({ kind: "retryable", message })));
    });
  }
}
