import type { Subject } from "./subject/subject.ts";

/** What a check is about; they are made in this order. */
export const checkGroups = [
  "contract",
  "start",
  "config",
  "batches",
  "outcomes",
  "exporters",
  "lifecycle",
  "failures",
  "memory",
] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** One thing that must hold of a plugin. */
export interface Check {
  /** Kebab-case, unique; begins with its group's word. */
  readonly id: string;
  readonly group: CheckGroup;
  /** A sentence on what holds of a good plugin. */
  readonly title: string;
  /** An `error` makes the plugin unfit for the agent; of a `warning` the agent of today does not suffer. */
  readonly level: "error" | "warning";
  /** What the contract says, or what happens in an agent otherwise. */
  readonly why: string;
  /** The general way out; a finding may know a better one. */
  readonly fix: string;
  /** When it fails, none of those after it can be made. */
  readonly isGate?: true;
  run(subject: Subject): Promise<Verdict>;
}

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
