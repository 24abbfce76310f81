import type { Outcome } from "../contract/index.ts";
import type { TargetFailure } from "./shipment.ts";

/** What the answers of several trace exporters mean for the batch they were given. */
export interface Verdict {
  /** Those that have it, and are done with. */
  readonly took: number[];
  readonly failures: TargetFailure[];
  /** Those to ask again. */
  readonly again: number[];
  /** The first text of a retryable outcome. */
  readonly message: string;
  /** The longest pause that one of them asked for. */
  readonly retryAfterMillis: number | undefined;
  readonly crashedPlugin: boolean;
  /** No trace exporter of those to ask again has seen the batch: their plugin was not running. */
  readonly notTried: boolean;
  /** Most spans that one of them rejected. */
  readonly rejectedSpans: number;
  /** The first text that came with an accepted or partly rejected batch. */
  readonly notice: string | undefined;
}

/** `outcomes[i]` is the answer of trace exporter `targets[i]`; one that gave none is asked again. */
export function judgeOutcomes(targets: readonly number[], outcomes: readonly Outcome[]): Verdict {
  const took: number[] = [];
  const again: number[] = [];
  const failures: TargetFailure[] = [];
  let message: string | undefined;
  let retryAfterMillis: number | undefined;
  let crashedPlugin = false;
  let notTried = 0;
  let rejectedSpans = 0;
  let notice: string | undefined;
  for (const [index, target] of targets.entries()) {
    const outcome = outcomes[index] ?? { kind: "retryable", message: "the exporter gave no outcome" };
    switch (outcome.kind) {
      case "accepted":
        took.push(target);
        notice ??= outcome.message;
        break;
      case "partly-rejected":
        took.push(target);
        rejectedSpans = Math.max(rejectedSpans, outcome.rejectedSpans);
        notice ??= outcome.message;
        break;
      case "permanent":
        failures.push({ target, reason: "permanent", message: outcome.message });
        break;
      case "retryable":
        again.push(target);
        message ??= outcome.message;
        crashedPlugin ||= outcome.crashedPlugin === true;
        if (outcome.notTried) notTried += 1;
        if (outcome.retryAfterMillis !== undefined) {
          retryAfterMillis = Math.max(retryAfterMillis ?? 0, outcome.retryAfterMillis);
        }
        break;
      default: {
        const unknown: never = outcome;
        throw new TypeError(`unknown outcome: ${JSON.stringify(unknown)}`);
      }
    }
  }
  return {
    took,
    again,
    failures,
    message: message ?? "",
    retryAfterMillis,
    crashedPlugin,
    notTried: again.length > 0 && notTried === again.length,
    rejectedSpans,
    notice,
  };
}
