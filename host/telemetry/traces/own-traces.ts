import type {
  Admission,
  Batch,
  BatchConsumer,
  DeliveryCall,
  DeliveryObserver,
  Outcome,
} from "../../contract/index.ts";
import type { OwnSpan } from "./own-span.ts";
import { OwnSpanBuffer, type OwnSpanBufferOptions } from "./own-span-buffer.ts";

export interface OwnTracesOptions extends OwnSpanBufferOptions {
  /** 0 < share ≤ 1 of the batches. */
  readonly share: number;
  /** Whether a batch holds own traces, this agent's that came back or another's. */
  readonly isOwn: (batch: Batch) => boolean;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
}

/** One batch that is followed. */
interface Trace {
  readonly traceId: Uint8Array;
  readonly rootSpanId: Uint8Array;
  /** What a time on the clock that never jumps has to be added to for milliseconds since the epoch. */
  readonly epochMillis: number;
  /** When the pipeline began to have it; the queue's time starts here. */
  readonly takenAtMillis: number;
}

const stopMillis = 1_000;

type OwnSpanFields = Pick<OwnSpan, "name" | "attributes" | "error">;

/**
 * Follows some of the batches from their receiver to their exporters, with spans named `receive`, `queue` and
 * `export`. A trace begins at a receiver only, and own spans go into the pipeline behind the receivers: so none of
 * them begins another. One that comes back over the network is known by its mark.
 */
export class OwnTraces implements DeliveryObserver {
  readonly #options: OwnTracesOptions;
  readonly #buffer: OwnSpanBuffer;
  readonly #traces = new WeakMap<Batch, Trace>();

  constructor(options: OwnTracesOptions) {
    this.#options = options;
    this.#buffer = new OwnSpanBuffer(options);
  }

  /** Stands between a receiver and `next`. */
  following(receiver: string, next: BatchConsumer): BatchConsumer {
    return {
      consume: (batch) => {
        const { random, share, isOwn } = this.#options;
        const isFollowed = random() < share && !isOwn(batch);
        return isFollowed ? this.#receive(receiver, batch, next) : next.consume(batch);
      },
    };
  }

  onCall({
    exporter,
    sources,
    spanCount,
    tries,
  }: DeliveryCall): ((outcomes: readonly Outcome[]) => void) | undefined {
    const traces = sources.flatMap((batch) => this.#traces.get(batch) ?? []);
    if (traces.length === 0) return undefined;
    const startMillis = this.#now();
    if (tries === 1) {
      for (const trace of traces) {
        this.#add(trace, { name: "queue", attributes: { exporter } }, trace.takenAtMillis);
      }
    }
    return (outcomes) => {
      const worst = worstOf(outcomes);
      const hasFailed = worst === "retryable" || worst === "permanent";
      const attributes = {
        exporter,
        "spandock.spans": spanCount,
        "spandock.try": tries,
        "spandock.outcome": worst,
      };
      const fields = { name: "export", attributes, error: hasFailed ? worst : undefined };
      for (const trace of traces) this.#add(trace, fields, startMillis);
    };
  }

  /** Sends on what there is, within a second. What ends later is still taken, and may find a pipeline that is closed. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(stopMillis, resolve);
      void this.#buffer.flush().then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  async #receive(receiver: string, batch: Batch, next: BatchConsumer): Promise<Admission> {
    const takenAtMillis = this.#now();
    const trace: Trace = {
      traceId: this.#randomBytes(16),
      rootSpanId: this.#randomBytes(8),
      epochMillis: this.#options.clock.now() - takenAtMillis,
      takenAtMillis,
    };
    // Before it goes on: an exporter without a queue is called meanwhile.
    this.#traces.set(batch, trace);
    const admission = await next.consume(batch);
    const { kind } = admission;
    const attributes = {
      receiver,
      "spandock.spans": batch.spanCount,
      "spandock.bytes": batch.spans.length,
      "spandock.admission": kind,
    };
    const error = kind === "queued" ? undefined : kind;
    this.#add(trace, { name: "receive", attributes, error }, takenAtMillis, trace.rootSpanId);
    return admission;
  }

  /** From `startMillis` to now; a child of the root unless it is the root. */
  #add(trace: Trace, fields: OwnSpanFields, startMillis: number, rootSpanId?: Uint8Array): void {
    const nanos = (millis: number) => BigInt(Math.round((trace.epochMillis + millis) * 1_000)) * 1_000n;
    this.#buffer.add({
      ...fields,
      traceId: trace.traceId,
      spanId: rootSpanId ?? this.#randomBytes(8),
      parentSpanId: rootSpanId === undefined ? trace.rootSpanId : undefined,
      startNanos: nanos(startMillis),
      endNanos: nanos(this.#now()),
    });
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }

  #randomBytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Math.floor(this.#options.random() * 256));
  }
}

const severity = ["accepted", "partly-rejected", "retryable", "permanent"] as const;

const worstOf = (outcomes: readonly Outcome[]): Outcome["kind"] =>
  severity[Math.max(0, ...outcomes.map(({ kind }) => severity.indexOf(kind)))]!;
