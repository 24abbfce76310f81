import { setTimeout } from "node:timers/promises";
import type { Outcome } from "../contract/index.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";

/** The retry of the OTLP exporter specification: exponential backoff with jitter. */
export interface RetryOptions {
  /** Tries in all, the first one too. */
  readonly maxTries: number;
  readonly initialDelayMillis: number;
  readonly maxDelayMillis: number;
}

const defaultRetry: RetryOptions = { maxTries: 5, initialDelayMillis: 1_000, maxDelayMillis: 5_000 };

interface SendOptions extends Partial<RetryOptions> {
  /** Aborted: the try at hand is the last. */
  readonly signal: AbortSignal;
}

/**
 * Hands a batch to a plugin until every one of its exporters took it, wholly or in part. Resolves with what those said
 * that took it not without a word: spans they rejected, warnings.
 *
 * @throws Error with the messages of the outcomes that are final: permanent, or retryable once too often
 */
export async function sendWithRetry(
  plugin: LoadedPlugin,
  spans: Uint8Array,
  options: SendOptions,
): Promise<readonly string[]> {
  const { maxTries, initialDelayMillis, maxDelayMillis } = { ...defaultRetry, ...options };
  const { signal } = options;
  let targets: readonly number[] | undefined;
  const failures: string[] = [];
  const warnings: string[] = [];
  for (let tries = 1; ; tries++) {
    const outcomes = await plugin.exportSpans(spans, targets);
    const tried = targets ?? outcomes.map((_, index) => index);
    failures.push(...outcomes.flatMap((outcome) => (outcome.kind === "permanent" ? [outcome.message] : [])));
    warnings.push(...outcomes.flatMap(warningOf));
    const again = outcomes.flatMap((outcome, index) =>
      outcome.kind === "retryable" ? [{ target: tried[index]!, outcome }] : [],
    );
    if (again.length === 0) break;
    if (tries >= maxTries || signal.aborted) {
      failures.push(...again.map(({ outcome }) => outcome.message));
      break;
    }
    targets = again.map(({ target }) => target);
    const backoffMillis = Math.min(maxDelayMillis, initialDelayMillis * 1.5 ** (tries - 1));
    await waitFor(Math.max(jitter(backoffMillis), askedMillis(again.map(({ outcome }) => outcome))), signal);
  }
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return warnings;
}

function warningOf(outcome: Outcome): string[] {
  if (outcome.kind === "accepted") return outcome.message === undefined ? [] : [outcome.message];
  if (outcome.kind !== "partly-rejected") return [];
  return [`${outcome.rejectedSpans} spans were rejected: ${outcome.message ?? "no reason given"}`];
}

/** ±20 %, so that many programs do not come back at the same moment. */
function jitter(millis: number): number {
  return millis * (0.8 + Math.random() * 0.4);
}

function askedMillis(outcomes: readonly Outcome[]): number {
  return Math.max(
    0,
    ...outcomes.map((outcome) => (outcome.kind === "retryable" ? (outcome.retryAfterMillis ?? 0) : 0)),
  );
}

/** Ends early when the signal is aborted. Keeps the process alive: spans are on their way. */
async function waitFor(millis: number, signal: AbortSignal): Promise<void> {
  await setTimeout(millis, undefined, { signal }).catch(() => {});
}
