import type { Admission, BatchConsumer, BatchMemory } from "../contract/index.ts";
import { countSpans } from "../otlp/index.ts";
import type { LimitedLog } from "./limited-log.ts";
import type { ReceiverStats } from "./receiver-stats.ts";

/** What became of one request's bytes. */
export type IntakeResult =
  | { readonly kind: "accepted" }
  /** Not an `ExportTraceServiceRequest`; `place` is where in the body. */
  | { readonly kind: "malformed"; readonly place: string; readonly message: string }
  | { readonly kind: "refused"; readonly message: string; readonly retryAfterMillis: number }
  /** Nobody will ever take it: not to be sent again. */
  | { readonly kind: "rejected"; readonly message: string }
  /** Something was thrown; it is logged. */
  | { readonly kind: "failed" };

/** What a sender is told when the pipeline names no time. */
const defaultRetryAfterMillis = 1_000;

export interface IntakeOptions {
  readonly consumer: BatchConsumer;
  readonly log: LimitedLog;
  readonly stats: ReceiverStats;
}

/** The last step of every receiver: checks the shape, counts, hands over to the pipeline, and keeps the figures. */
export class Intake {
  readonly #consumer: BatchConsumer;
  readonly #log: LimitedLog;
  readonly #stats: ReceiverStats;

  constructor({ consumer, log, stats }: IntakeOptions) {
    this.#consumer = consumer;
    this.#log = log;
    this.#stats = stats;
  }

  /**
   * `spans` is given away: nobody writes to it any more, unless it lies on `memory`, which is held for this and released
   * with the answer. A body without spans is accepted and goes nowhere.
   */
  async take(spans: Uint8Array, memory?: BatchMemory): Promise<IntakeResult> {
    const result = await this.#take(spans, memory);
    memory?.release();
    return result;
  }

  async #take(spans: Uint8Array, memory: BatchMemory | undefined): Promise<IntakeResult> {
    const count = countSpans(spans);
    if (count.kind === "malformed") return this.malformed(`byte ${count.offset}`, count.message);
    const { spanCount } = count;
    this.#stats.receivedBytes += spans.length;
    try {
      const admission = spanCount === 0 ? queued : await this.#consumer.consume({ spans, spanCount, memory });
      return this.#record(admission, spanCount);
    } catch (error) {
      return this.failed(error, spanCount);
    }
  }

  /** For whatever was thrown on the way; it is a defect, or memory has run out. */
  failed(error: unknown, spanCount = 0): IntakeResult {
    this.#stats.failedRequests++;
    this.#stats.failedSpans += spanCount;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.log("failed", "error", "failed to take a request", { reason, spans: spanCount });
    return failed;
  }

  #record(admission: Admission, spanCount: number): IntakeResult {
    const stats = this.#stats;
    switch (admission.kind) {
      case "queued":
        stats.acceptedRequests++;
        stats.acceptedSpans += spanCount;
        return accepted;
      case "refused": {
        stats.refusedRequests++;
        stats.refusedSpans += spanCount;
        const { message, retryAfterMillis = defaultRetryAfterMillis } = admission;
        this.#log.log("refused", "warn", `refused a request: ${message}`, { spans: spanCount });
        return { kind: "refused", message, retryAfterMillis };
      }
      case "rejected":
        stats.rejectedRequests++;
        stats.rejectedSpans += spanCount;
        this.#log.log("rejected", "error", `rejected a request for good: ${admission.message}`, {
          spans: spanCount,
        });
        return { kind: "rejected", message: admission.message };
      default:
        return admission satisfies never;
    }
  }

  /** For a body that turned out not to be OTLP before it came this far. */
  malformed(place: string, message: string): IntakeResult {
    this.#stats.invalidRequests++;
    this.#log.log("malformed", "warn", "a request is not OTLP", { place, problem: message });
    return { kind: "malformed", place, message };
  }
}

const queued = { kind: "queued" } as const;
const accepted = { kind: "accepted" } as const;
const failed = { kind: "failed" } as const;
