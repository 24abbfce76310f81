/** What a check came to. */
export type Verdict =
  | { readonly status: "passed"; readonly note?: string }
  | { readonly status: "failed"; readonly findings: readonly Finding[] }
  | { readonly status: "skipped"; readonly reason: string };

/** One thing that did not hold. The texts are for people, and hold nothing that the plugin could forge lines with. */
export interface Finding {
  /** What the plugin was given. */
  readonly sent: string;
  readonly expected: string;
  readonly found: string;
  readonly fix?: string;
}

/** Failed when there are findings, else passed. */
export function verdictOf(findings: readonly Finding[], note?: string): Verdict {
  if (findings.length > 0) return { status: "failed", findings };
  return note === undefined ? { status: "passed" } : { status: "passed", note };
}
