import type { Check, CheckGroup, Finding } from "./check.ts";

/** What one check came to, as plain data, fit for JSON. */
export interface CheckResult {
  readonly id: string;
  readonly group: CheckGroup;
  readonly title: string;
  /** `warned`: it does not hold, and is a warning only. */
  readonly status: "passed" | "failed" | "warned" | "skipped";
  readonly why: string;
  /** Beside `passed`: how it went. Beside `skipped`: the reason. */
  readonly note?: string;
  /** Beside `skipped`: the gate that was closed. */
  readonly blockedBy?: string;
  /** Beside `failed` and `warned`, at least one; each with its way out. */
  readonly findings: readonly Required<Finding>[];
  readonly millis: number;
}

/** All that was found out about one plugin. */
export interface CheckReport {
  readonly file: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly sizeBytes: number;
  /** What this agent speaks. */
  readonly contract: string;
  readonly languages: readonly string[];
  readonly results: readonly CheckResult[];
  readonly counts: Readonly<Record<CheckResult["status"], number>>;
  readonly millis: number;
}

/** A check that was not made, since an earlier one is its gate and failed. */
export function blockedResult({ id, group, title, why }: Check, blockedBy: string): CheckResult {
  const note = `${blockedBy} failed`;
  return { id, group, title, why, status: "skipped", note, blockedBy, findings: [], millis: 0 };
}

export function countResults(results: readonly CheckResult[]): CheckReport["counts"] {
  const counts = { passed: 0, failed: 0, warned: 0, skipped: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}
