/** What is known of one side of a trial. */
export interface TrialFigures {
  /** Calls that were answered. */
  readonly answered: number;
  /** Those in which a trace exporter did not take the batch. */
  readonly failed: number;
  /** Those of `failed` in which the plugin crashed or was ended for overtime. */
  readonly crashed: number;
  readonly spans: number;
  /** Spans of `spans` that were refused inside a batch that was taken. */
  readonly rejectedSpans: number;
  /** Undefined before the first answer. */
  readonly medianMillis: number | undefined;
}

export interface Verdict {
  readonly kind: "promote" | "roll-back";
  /** With the figures that decided. */
  readonly reason: string;
}

/** So many answers of the new instance decide; with fewer, the time does. */
export const enoughAnswers = 100;
/** Fewer tell nothing, whatever the time. */
export const leastAnswers = 10;
export const longestTrialMillis = 300_000;

/**
 * Compares a new instance with the running one; undefined = not yet known. A crash that the running one does not know
 * ends the trial at once, a plain excess of failures after a few answers. After enough answers, or the longest time,
 * the new one is promoted unless it fails or rejects clearly more (half as much again and 2 %), or takes clearly
 * longer (twice the median and 1 ms).
 */
export function judgeTrial(
  running: TrialFigures,
  candidate: TrialFigures,
  elapsedMillis: number,
): Verdict | undefined {
  if (candidate.crashed > 0 && running.crashed === 0)
    return rollBack("it crashed, which the running one did not");
  const failures = { running: share(running.failed, running), candidate: share(candidate.failed, candidate) };
  const isLate = elapsedMillis >= longestTrialMillis;
  if (candidate.answered < leastAnswers) {
    return isLate ? rollBack(`it got only ${candidate.answered} batches in ${elapsedMillis} ms`) : undefined;
  }
  if (failures.candidate > 2 * failures.running + 0.1) return rollBack(failing(failures));
  if (!isLate && (candidate.answered < enoughAnswers || running.answered < leastAnswers)) return undefined;
  if (failures.candidate > 1.5 * failures.running + 0.02) return rollBack(failing(failures));
  const rejections = {
    running: running.rejectedSpans / Math.max(1, running.spans),
    candidate: candidate.rejectedSpans / Math.max(1, candidate.spans),
  };
  if (rejections.candidate > 1.5 * rejections.running + 0.02) {
    return rollBack(
      `it rejects ${percent(rejections.candidate)} of the spans, the running one ${percent(rejections.running)}`,
    );
  }
  const times = `${millis(candidate.medianMillis)} a batch, the running one ${millis(running.medianMillis)}`;
  const known = running.medianMillis ?? Number.POSITIVE_INFINITY;
  if ((candidate.medianMillis ?? 0) > 2 * known + 1) return rollBack(`it takes ${times}`);
  return {
    kind: "promote",
    reason: `of ${candidate.answered} batches ${failing(failures)}; it takes ${times}`,
  };
}

const rollBack = (reason: string): Verdict => ({ kind: "roll-back", reason });
const share = (part: number, { answered }: TrialFigures) => part / Math.max(1, answered);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const millis = (value: number | undefined) => (value === undefined ? "unknown" : `${value.toFixed(2)} ms`);
const failing = (failures: { running: number; candidate: number }) =>
  `it failed ${percent(failures.candidate)}, the running one ${percent(failures.running)}`;
