import type { CaseResult } from "./case-result.ts";

/** A case that can't be measured on this machine. */
export interface SkippedCase {
  readonly name: string;
  readonly what: string;
  /** Why, and what to do about it. */
  readonly skipped: string;
}

/** A case whose check failed: there is no figure then. */
export interface FailedCase {
  readonly name: string;
  readonly what: string;
  readonly failed: string;
}

/** What comes of a case. */
export type CaseOutcome = CaseResult | SkippedCase | FailedCase;

/** Whether there are figures. */
export function isResult(outcome: CaseOutcome): outcome is CaseResult {
  return !("failed" in outcome) && !("skipped" in outcome);
}
